"""How much there is of what a load wrote, for the database to plan by: told with the load, not found out afterwards.

Until the database knows, it takes the whole index for a handful of rows, and a search takes three times as long. By
itself it looks after a minute or so. Only the owner of a table may have it counted, so a function of the owner's does.
"""

from django.db.backends.utils import CursorWrapper
from psycopg import sql

LOADED = (
    "store_agency",
    "store_person",
    "store_personname",
    "store_personaddress",
    "store_personidentifier",
    "store_membership",
    "store_relationship",
    "store_groupmember",
    "store_searchkey",
    "store_searchrecord",
    "store_searchnumber",
    "store_matchingfield",
    "store_flag",
    "store_grantedpermission",
    "store_grantedidentity",
)
_COUNT = f"""
CREATE OR REPLACE FUNCTION count_what_was_loaded() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$ BEGIN ANALYZE {", ".join(LOADED)}; END $$
"""


def let_loads_be_counted(cursor: CursorWrapper, *, worker: sql.Identifier) -> None:
    """One function of the owner's counts, tells nobody what it counted, and only the worker, who loads, calls it."""
    cursor.execute(_COUNT)
    cursor.execute("REVOKE ALL ON FUNCTION count_what_was_loaded() FROM PUBLIC")
    cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION count_what_was_loaded() TO {}").format(worker))
