"""The second fence: what each database role may do to each table, and which rows the web process sees at all.

The first fence is the decision an action asks for. This one holds when an action forgets: the web role sees a row
only for its own agency's record or under a live permission, and never a hidden person's unless it is the custodian.
The agency, role, purpose and account of the request stand in transaction-local settings (``gt.*``); with none set,
nothing is visible. Raised again after every migration, so a new table without a fence is seen at once.
"""

from collections.abc import Mapping

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from goldenthread.service.store import asker
from goldenthread.service.store.counting import let_loads_be_counted
from goldenthread.service.store.doubt_fences import DOUBTS, let_doubts_be_told
from goldenthread.service.store.link_fences import (
    LINK_ADDS,
    LINK_CHANGES,
    LINK_ONLY_GROWS,
    LINK_PRIVILEGES,
    LINK_SEES,
)

READ = "SELECT"
ADD = "SELECT, INSERT"
APPEND_BLIND = "INSERT"
CHANGE = "SELECT, INSERT, UPDATE"
ALL = "SELECT, INSERT, UPDATE, DELETE"
NONE = ""

PRIVILEGES: Mapping[str, tuple[str, str, str]] = {
    # table: (web, worker, auditor)
    "store_area": (READ, ALL, READ),
    "store_agency": (READ, ALL, READ),
    "store_servicecontact": (READ, ALL, NONE),
    "store_account": ("SELECT, UPDATE (last_login, password)", ALL, NONE),
    "store_dataset": (READ, ALL, NONE),
    "store_person": (READ, ALL, NONE),
    "store_personname": (READ, ALL, NONE),
    "store_personaddress": (READ, ALL, NONE),
    "store_personidentifier": (READ, ALL, NONE),
    "store_membership": (READ, ALL, NONE),
    "store_relationship": (READ, ALL, NONE),
    "store_groupmember": (READ, ALL, NONE),
    "store_searchkey": (READ, ALL, NONE),
    "store_searchrecord": (READ, ALL, NONE),
    "store_searchnumber": (READ, ALL, NONE),
    "store_searchmodel": (READ, ALL, NONE),
    "store_matchingfield": (NONE, ALL, NONE),
    "store_flag": (READ, ALL, NONE),
    "store_pathway": ("SELECT, UPDATE (compiled, ended_at, ended_by, ended_because)", ALL, NONE),
    "store_pathwaysignature": (READ, ALL, NONE),
    "store_grantedpermission": ("SELECT, UPDATE (revoked_at)", ALL, NONE),
    "store_grantedidentity": ("SELECT, UPDATE (revoked_at)", ALL, NONE),
    "store_lawswitch": (ADD, READ, READ),
    "store_ledgerentry": (ADD, ADD, READ),
    "store_ledgerpayload": (ADD, ADD, READ),
    "store_ledgerleaf": (READ, ADD, READ),
    "store_ledgernode": (READ, ADD, READ),
    "store_ledgerhead": (READ, ADD, READ),
    "store_ledgerkey": (READ, ADD, READ),
    "store_ledgercosignature": (ADD, ADD, READ),
    "store_look": (ADD, "SELECT, DELETE", NONE),
    "store_reviewitem": ("SELECT, INSERT, UPDATE (outcome, note, weighed_by, weighed_at)", READ, NONE),
    "store_custodianalert": ("SELECT, UPDATE (seen_at, seen_by)", ADD, NONE),
    "store_outbox": (ADD, ALL, NONE),
    "store_sharingdraft": (f"{ADD}, UPDATE (child_name, answers, changed_at, record_id)", ALL, NONE),
    "store_typedform": (f"{ADD}, UPDATE (typed, kept_at)", ALL, NONE),
    "store_decisionrecord": (ADD, ADD, NONE),
    "store_recordaddition": (ADD, ADD, NONE),
    "store_release": (f"{ADD}, UPDATE (seen_at, seen_by, seen_name)", ADD, NONE),
    "store_informationrequest": (f"{ADD}, UPDATE (due_at, state)", READ, NONE),
    "store_requestturn": (ADD, READ, NONE),
    "store_advicerequest": (f"{ADD}, UPDATE (answer, adviser_name, answered_by, answered_at)", READ, NONE),
    "store_emergencyfollowup": (
        f"{ADD}, UPDATE (completed_at, reviewed_by, reviewer_name, reviewed_at, review_outcome, review_note)",
        "SELECT, UPDATE (chased_at, times_chased)",
        NONE,
    ),
    "store_feedback": (ADD, READ, NONE),
    **LINK_PRIVILEGES,
    "framework_cache": (ALL, ALL, NONE),
    "django_session": (ALL, ALL, NONE),
    "django_content_type": (READ, READ, NONE),
    "django_migrations": (READ, READ, READ),
    "account_emailaddress": (ALL, ALL, NONE),
    "account_emailconfirmation": (NONE, NONE, NONE),
    "mfa_authenticator": ("SELECT, UPDATE (last_used_at, data)", ALL, NONE),
    "auth_group": (NONE, NONE, NONE),
    "auth_group_permissions": (NONE, NONE, NONE),
    "auth_permission": (NONE, NONE, NONE),
}

_AGENCY, _ROLE, _PURPOSE, _ACCOUNT = asker.AGENCY, asker.ROLE, asker.PURPOSE, asker.ACCOUNT
_NOT_HIDDEN, _REVIEWS = asker.NOT_HIDDEN, asker.REVIEWS
_LIVE = "p.revoked_at IS NULL AND p.not_before <= now() AND now() < p.not_after"
_FOR_ME = f"p.holder_agency_id = {_AGENCY} AND p.role = {_ROLE} AND p.purpose = {_PURPOSE}"
_MAY_IDENTIFY = f"(SELECT EXISTS (SELECT FROM store_grantedidentity p WHERE {_FOR_ME} AND {_LIVE}))"  # noqa: S608 - constants of this module only


def _own_record_of(person: str) -> str:
    # ``person`` names its table: a bare ``person_id`` here would be the membership's own, and so always match.
    return f"EXISTS (SELECT FROM store_membership m WHERE m.person_id = {person} AND m.agency_id = {_AGENCY})"


def _held_about(person: str) -> str:
    return f"{_NOT_HIDDEN} AND ({_MAY_IDENTIFY} OR {_REVIEWS} OR {_own_record_of(person)})"


_MEMBERSHIP = f"{_NOT_HIDDEN} AND (agency_id = {_AGENCY} OR {_MAY_IDENTIFY} OR {_REVIEWS})"
_ADDRESS = (
    f"{_held_about('store_personaddress.person_id')}"
    f" AND (NOT is_protected OR agency_id = {_AGENCY} OR custodian_id = {_AGENCY})"
)
# A passport tells of somebody's immigration, an agency's own number whom it works with: both are for that agency alone.
_IDENTIFIER = (
    f"{_held_about('store_personidentifier.person_id')} AND (kind IN ('nhs_number', 'upn') OR agency_id = {_AGENCY})"
)
_OF_A_RECORD_OF_OURS = (
    "EXISTS (SELECT FROM store_searchrecord r WHERE r.id = store_searchnumber.record_id"
    f" AND {_AGENCY} = ANY (r.agencies))"
)
_MINE = f"account_id = {_ACCOUNT} AND agency_id = {_AGENCY}"
_OURS = f"agency_id = {_AGENCY}"
_SENDER_OR_RECIPIENT = f"{_AGENCY} IN (sender_agency_id, recipient_agency_id)"
_ASKING_OR_ASKED = f"{_AGENCY} IN (asking_agency_id, asked_agency_id)"
_IS_REVIEWER = f"{_ROLE} = 'access_reviewer'"
_IN_AN_EMERGENCY = (
    "EXISTS (SELECT FROM store_decisionrecord r WHERE r.id = store_recordaddition.record_id AND r.is_emergency)"
)
_FLAG = (
    f"{_NOT_HIDDEN} AND (agency_id = {_AGENCY} OR EXISTS (SELECT FROM store_grantedpermission p WHERE {_FOR_ME}"
    f" AND p.source_agency_id = store_flag.agency_id AND p.kind = store_flag.kind AND {_LIVE}))"
)

WEB_SEES: Mapping[str, str] = {
    "store_person": _held_about("store_person.id"),
    "store_personname": _held_about("store_personname.person_id"),
    "store_personaddress": _ADDRESS,
    "store_personidentifier": _IDENTIFIER,
    "store_membership": _MEMBERSHIP,
    "store_relationship": _held_about("store_relationship.person_id"),
    "store_groupmember": _held_about("store_groupmember.person_id"),
    "store_searchkey": _held_about("store_searchkey.person_id"),
    "store_searchrecord": f"{_NOT_HIDDEN} AND ({_AGENCY} = ANY (agencies) OR {_MAY_IDENTIFY} OR {_REVIEWS})",
    "store_searchnumber": f"{_NOT_HIDDEN} AND ({_MAY_IDENTIFY} OR {_REVIEWS} OR {_OF_A_RECORD_OF_OURS})",
    "store_searchmodel": f"{_AGENCY} <> ''",
    "store_flag": _FLAG,
    "store_ledgerpayload": _REVIEWS,
    "store_look": f"account_id = {_ACCOUNT} AND agency_id = {_AGENCY} AND role = {_ROLE}",
    "store_reviewitem": f"{_ROLE} = 'access_reviewer'",
    "store_custodianalert": f"custodian_id = {_AGENCY}",
    "store_sharingdraft": f"{_MINE} AND role = {_ROLE}",
    "store_typedform": f"{_MINE} AND role = {_ROLE}",
    "store_decisionrecord": f"{_OURS} OR (is_emergency AND {_IS_REVIEWER})",
    "store_recordaddition": f"{_OURS} OR ({_IS_REVIEWER} AND {_IN_AN_EMERGENCY})",
    "store_release": _SENDER_OR_RECIPIENT,
    "store_informationrequest": _ASKING_OR_ASKED,
    "store_requestturn": _ASKING_OR_ASKED,
    "store_advicerequest": _OURS,
    "store_emergencyfollowup": f"{_OURS} OR {_IS_REVIEWER}",
    "store_feedback": _SENDER_OR_RECIPIENT,
    "store_familyfound": _held_about("store_familyfound.person_id"),
    **LINK_SEES,
}

WEB_ADDS: Mapping[str, str] = {
    "store_ledgerpayload": f"agency_id = coalesce({_AGENCY}, '')",
    "store_look": f"account_id = {_ACCOUNT} AND agency_id = {_AGENCY} AND role = {_ROLE}",
    "store_reviewitem": f"account_id = {_ACCOUNT} AND agency_id = {_AGENCY}",
    "store_sharingdraft": f"{_MINE} AND role = {_ROLE}",
    "store_typedform": f"{_MINE} AND role = {_ROLE}",
    "store_decisionrecord": f"{_MINE} AND author_role = {_ROLE}",
    "store_recordaddition": _MINE,
    "store_release": f"account_id = {_ACCOUNT} AND sender_agency_id = {_AGENCY}",
    "store_informationrequest": f"account_id = {_ACCOUNT} AND asking_agency_id = {_AGENCY}",
    "store_requestturn": f"{_MINE} AND {_ASKING_OR_ASKED}",
    "store_advicerequest": _MINE,
    "store_emergencyfollowup": _MINE,
    "store_feedback": f"account_id = {_ACCOUNT} AND recipient_agency_id = {_AGENCY}",
    **LINK_ADDS,
}

WEB_CHANGES: Mapping[str, str] = {
    "store_reviewitem": f"{_ROLE} = 'access_reviewer' AND account_id <> {_ACCOUNT}",
    "store_custodianalert": f"custodian_id = {_AGENCY}",
    "store_sharingdraft": f"{_MINE} AND role = {_ROLE}",
    "store_typedform": f"{_MINE} AND role = {_ROLE}",
    "store_release": f"recipient_agency_id = {_AGENCY}",
    "store_informationrequest": _ASKING_OR_ASKED,
    "store_advicerequest": _OURS,
    "store_emergencyfollowup": f"{_OURS} OR {_IS_REVIEWER}",
    **LINK_CHANGES,
}

ONLY_GROWS = (
    "store_ledgerentry",
    "store_ledgerleaf",
    "store_ledgernode",
    "store_ledgerhead",
    "store_ledgerkey",
    "store_ledgercosignature",
    "store_decisionrecord",
    "store_recordaddition",
    "store_requestturn",
    "store_feedback",
    *LINK_ONLY_GROWS,
)
PEOPLE = "store_person"
PAYLOADS = "store_ledgerpayload"
REVIEWS = "store_reviewitem"

_REFUSE = """
CREATE OR REPLACE FUNCTION the_ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'this only grows: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$
"""
# What an entry says goes only where an entry of this very transaction names it and says why: no trace, no erasure. A
# trigger asks, so that it binds the owner too. Unsealed and written by this transaction are asked both, because
# transaction numbers are used again after some thousand million.
_ASK_WHO_ERASES = """
CREATE OR REPLACE FUNCTION an_erasure_leaves_its_own_entry() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.deed = 'erased' OR NOT EXISTS (
        SELECT FROM store_ledgerpayload p JOIN store_ledgerentry e ON e.id = p.entry_id
        WHERE p.xmin = pg_current_xact_id()::xid AND e.xmin = pg_current_xact_id()::xid
        AND NOT EXISTS (SELECT FROM store_ledgerleaf l WHERE l.entry_id = e.id)
        AND p.deed = 'erased' AND p.payload->>'deed' = 'erased'
        AND p.payload->'actor'->>'role' = 'data_protection_officer'
        AND p.payload->'detail'->>'entry' = OLD.entry_id::text
        AND btrim(coalesce(p.payload->'detail'->>'reason', '')) <> ''
    ) THEN
        RAISE EXCEPTION 'nothing is erased without an entry that names it and says why';
    END IF;
    RETURN OLD;
END $$
"""
_ERASE = """
CREATE OR REPLACE FUNCTION erase_what_an_entry_says(erased uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE store_reviewitem SET reason = 'Erased.' WHERE entry_id = erased;
    DELETE FROM store_ledgerpayload WHERE entry_id = erased;
    RETURN FOUND;
END $$
"""
# Who is named in a list is asked of people whom the asker may no longer find: hidden and gone are one answer.
_MAY_BE_NAMED = f"""
CREATE OR REPLACE FUNCTION those_who_may_be_named(people text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT id FROM store_person WHERE id = ANY (people) AND {_NOT_HIDDEN}
$$
"""  # noqa: S608 - constants of this module only


def raise_fences(cursor: CursorWrapper, roles: Mapping[str, str]) -> None:
    """Set privileges, row-level security and the ledger's triggers. Run as the owner; safe to run again.

    ``roles`` maps "web", "worker" and "auditor" to the names those roles have in this database cluster.
    """
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    tables = {row[0] for row in cursor.fetchall()}
    web, worker, auditor = (sql.Identifier(roles[r]) for r in ("web", "worker", "auditor"))
    for role in (web, worker, auditor):
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role))
    for role in (web, worker):
        cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
    for table in sorted(tables & PRIVILEGES.keys()):
        for role, privileges in zip((web, worker, auditor), PRIVILEGES[table], strict=True):
            if privileges:
                grant = sql.SQL("GRANT {} ON {} TO {}")
                cursor.execute(grant.format(sql.SQL(privileges), sql.Identifier(table), role))
    for table in sorted(tables & WEB_SEES.keys()):
        _fence_rows(cursor, table, web=web, worker=worker, auditor=auditor)
    cursor.execute(_REFUSE)
    for table in sorted(tables & set(ONLY_GROWS)):
        _refuse(cursor, table, "UPDATE OR DELETE OR TRUNCATE")
    let_loads_be_counted(cursor, worker=worker)
    _give_functions(cursor, tables, web=web)


def _give_functions(cursor: CursorWrapper, tables: set[str], *, web: sql.Identifier) -> None:
    """What the web role may learn or do by a function of the owner's alone."""
    if PEOPLE in tables:
        _tell_who_may_be_named(cursor, web=web)
    if DOUBTS in tables:
        let_doubts_be_told(cursor, web=web, held_about=_held_about(f"{DOUBTS}.person_id"))
    if PAYLOADS in tables:
        _refuse(cursor, PAYLOADS, "UPDATE OR TRUNCATE")
        _erase_only_with_a_trace(cursor, web=web)


def _refuse(cursor: CursorWrapper, table: str, what: str) -> None:
    trigger = "CREATE OR REPLACE TRIGGER only_grows BEFORE {} ON {} FOR EACH STATEMENT EXECUTE FUNCTION {}()"
    name = sql.Identifier("the_ledger_only_grows")
    cursor.execute(sql.SQL(trigger).format(sql.SQL(what), sql.Identifier(table), name))


def _erase_only_with_a_trace(cursor: CursorWrapper, *, web: sql.Identifier) -> None:
    """One function of the owner's erases what an entry says, and only the web role, where people sign in, calls it."""
    cursor.execute(_ASK_WHO_ERASES)
    cursor.execute(_ERASE)
    cursor.execute("REVOKE ALL ON FUNCTION erase_what_an_entry_says(uuid) FROM PUBLIC")
    cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION erase_what_an_entry_says(uuid) TO {}").format(web))
    cursor.execute(
        sql.SQL(
            "CREATE OR REPLACE TRIGGER leaves_its_own_entry BEFORE DELETE ON {}"
            " FOR EACH ROW EXECUTE FUNCTION an_erasure_leaves_its_own_entry()"
        ).format(sql.Identifier(PAYLOADS))
    )
    # Row-level security is forced upon the owner too, whose function has to see what it erases.
    for table in map(sql.Identifier, (PAYLOADS, REVIEWS)):
        cursor.execute(sql.SQL("DROP POLICY IF EXISTS owner_erases ON {}").format(table))
        cursor.execute(sql.SQL("CREATE POLICY owner_erases ON {} TO CURRENT_USER USING (true)").format(table))


def _tell_who_may_be_named(cursor: CursorWrapper, *, web: sql.Identifier) -> None:
    """One function of the owner's says which people may be named to an agency, and nothing else of anybody."""
    cursor.execute(_MAY_BE_NAMED)
    cursor.execute("REVOKE ALL ON FUNCTION those_who_may_be_named(text[]) FROM PUBLIC")
    cursor.execute(sql.SQL("GRANT EXECUTE ON FUNCTION those_who_may_be_named(text[]) TO {}").format(web))
    people = sql.Identifier(PEOPLE)
    cursor.execute(sql.SQL("DROP POLICY IF EXISTS owner_names ON {}").format(people))
    cursor.execute(sql.SQL("CREATE POLICY owner_names ON {} FOR SELECT TO CURRENT_USER USING (true)").format(people))


def _fence_rows(
    cursor: CursorWrapper, table: str, *, web: sql.Identifier, worker: sql.Identifier, auditor: sql.Identifier
) -> None:
    name = sql.Identifier(table)
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name))
    cursor.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(name))
    for policy in ("worker_all", "auditor_reads", "web_sees", "web_adds", "web_changes"):
        cursor.execute(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(sql.Identifier(policy), name))
    cursor.execute(sql.SQL("CREATE POLICY worker_all ON {} TO {} USING (true) WITH CHECK (true)").format(name, worker))
    cursor.execute(sql.SQL("CREATE POLICY auditor_reads ON {} FOR SELECT TO {} USING (true)").format(name, auditor))
    see = sql.SQL("CREATE POLICY web_sees ON {} FOR SELECT TO {} USING ({})")
    cursor.execute(see.format(name, web, sql.SQL(WEB_SEES[table])))
    if table in WEB_ADDS:
        add = sql.SQL("CREATE POLICY web_adds ON {} FOR INSERT TO {} WITH CHECK ({})")
        cursor.execute(add.format(name, web, sql.SQL(WEB_ADDS[table])))
    if table in WEB_CHANGES:
        change = sql.SQL("CREATE POLICY web_changes ON {} FOR UPDATE TO {} USING ({}) WITH CHECK ({})")
        condition = sql.SQL(WEB_CHANGES[table])
        cursor.execute(change.format(name, web, condition, condition))
