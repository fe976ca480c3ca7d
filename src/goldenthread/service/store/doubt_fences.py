"""What a page tells of doubts about it, and how somebody takes back their own: two functions of the owner's.

A doubt's words and its sender's account are fenced: they are for the sender, and for the reviewers who are asked about
it. The warning on a page needs neither, so one function tells how a doubt stands to whoever may see the page. And
whoever sent a page may take that back without being able to settle anything: a row's policy cannot tell the two apart.

Of two pages that somebody says are of one child neither carries a warning: it would tell of the other.
"""

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from goldenthread.service.store.asker import ACCOUNT, AGENCY, NOT_HIDDEN

DOUBTS = "store_linkdoubt"
_MEMBERSHIPS = "store_membership"
_MINE = f"agency_id = {AGENCY} AND account_id = {ACCOUNT}"

_TELL = """
CREATE OR REPLACE FUNCTION doubts_on_page(text)
RETURNS TABLE (stands text, is_ours boolean, is_mine boolean, is_taken_back boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT state, agency_id = {agency}, {mine}, taken_back_at IS NOT NULL
    FROM store_linkdoubt
    WHERE person_id = $1 AND other_person_id IS NULL
        AND state NOT IN ('one_person', 'parted', 'taken_back') AND {held_about}
$$
"""
# What is decided stays so: then it is kept that they took it back, and nothing else changes.
_TAKE_BACK = """
CREATE OR REPLACE FUNCTION take_back_own_doubt(uuid, timestamptz) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE store_linkdoubt SET taken_back_at = $2,
        became_at = CASE WHEN state IN ('waits', 'asked', 'not_asked') THEN $2 ELSE became_at END,
        state = CASE WHEN state IN ('waits', 'asked', 'not_asked') THEN 'taken_back' ELSE state END
    WHERE id = $1 AND {mine} AND {not_hidden} AND taken_back_at IS NULL
    RETURNING state
$$
"""


def let_doubts_be_told(cursor: CursorWrapper, *, web: sql.Identifier, held_about: str) -> None:
    """``held_about``: the condition under which somebody may see what is held about a doubt's person."""
    cursor.execute(_TELL.format(agency=AGENCY, mine=_MINE, held_about=held_about))
    cursor.execute(_TAKE_BACK.format(mine=_MINE, not_hidden=NOT_HIDDEN))
    for signature in ("doubts_on_page(text)", "take_back_own_doubt(uuid, timestamptz)"):
        function = sql.SQL(signature)
        cursor.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(function))
        cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, web))
    # Row-level security is forced upon the owner too, whose functions have to see what they tell and change.
    for table, what in ((DOUBTS, "SELECT"), (_MEMBERSHIPS, "SELECT"), (DOUBTS, "UPDATE")):
        policy = sql.Identifier(f"owner_tells_doubts_{what.lower()}")
        cursor.execute(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, sql.Identifier(table)))
        make = sql.SQL("CREATE POLICY {} ON {} FOR {} TO CURRENT_USER USING (true)")
        cursor.execute(make.format(policy, sql.Identifier(table), sql.SQL(what)))
