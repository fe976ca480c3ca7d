"""Every URL of the portal: its one view, its one action, and who may open it. There is no other list."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views

from goldenthread.service.portal import permissions
from goldenthread.service.portal.gate import Public, Route
from goldenthread.service.portal.link_routes import LINKS
from goldenthread.service.portal.sharing_routes import SHARING
from goldenthread.service.portal.views import agreeing, alerting, data, finding, law, proving, reading, reviewing

_READ = ("GET",)
_FORM = ("GET", "POST")
_DO = ("POST",)
_WORDS = Public.SAYS_NOTHING_ABOUT_ANYBODY

ROUTES: tuple[Route, ...] = (
    Route(name="home", path="", view=reading.home, action="", may=permissions.EVERYBODY),
    Route(
        name="find",
        path="find/",
        view=finding.find,
        action="finding.searching",
        may=permissions.FINDS_CHILDREN,
        methods=_FORM,
    ),
    Route(
        name="check_number",
        path="find/check/",
        view=finding.check_number,
        action="finding.check_number",
        may=permissions.FINDS_CHILDREN,
        methods=_DO,
    ),
    Route(
        name="child",
        path="looks/<uuid:look>/",
        view=finding.child,
        action="looking.opening_child",
        may=permissions.FINDS_CHILDREN,
    ),
    Route(
        name="alerts",
        path="alerts/",
        view=alerting.alerts,
        action="shielding.alerts",
        may=permissions.KEEPS_CHILDREN_HIDDEN,
    ),
    Route(
        name="acknowledge",
        path="alerts/<uuid:alert>/read/",
        view=alerting.acknowledge,
        action="shielding.acknowledge",
        may=permissions.KEEPS_CHILDREN_HIDDEN,
        methods=_DO,
    ),
    Route(
        name="who_has_looked",
        path="who-has-looked/",
        view=reviewing.find,
        action="finding.find_child",
        may=permissions.SEES_WHO_LOOKED,
        methods=_FORM,
    ),
    Route(
        name="looks_at",
        path="who-has-looked/<uuid:look>/",
        view=reviewing.looks_at,
        action="reviewing.who_has_looked",
        may=permissions.SEES_WHO_LOOKED,
    ),
    Route(
        name="receipt",
        path="receipts/<uuid:entry>/",
        view=reviewing.receipt,
        action="reviewing.receipt",
        may=permissions.SEES_WHO_LOOKED,
    ),
    Route(
        name="reviews",
        path="reviews/",
        view=reviewing.to_review,
        action="reviewing.to_review",
        may=permissions.WEIGHS_REASONS,
    ),
    Route(
        name="weigh",
        path="reviews/<uuid:item>/",
        view=reviewing.weigh,
        action="reviewing.weigh",
        may=permissions.WEIGHS_REASONS,
        methods=_FORM,
        typed_on="weigh",
    ),
    Route(
        name="agreements",
        path="agreements/",
        view=agreeing.agreements,
        action="pathways.list_pathways",
        may=permissions.EVERYBODY,
    ),
    Route(
        name="agreement",
        path="agreements/<str:pathway>/",
        view=agreeing.agreement,
        action="pathways.list_pathways",
        may=permissions.EVERYBODY,
    ),
    Route(
        name="end_agreement",
        path="agreements/<str:pathway>/end/",
        view=agreeing.end,
        action="pathways.end_pathway",
        may=permissions.ENDS_AGREEMENTS,
        methods=_FORM,
        typed_on="end_agreement",
    ),
    Route(name="law", path="law/", view=law.law, action="law_pages.find_law", may=_WORDS, methods=_FORM),
    Route(name="law_changes", path="law/changes/", view=law.changes, action="law_pages.what_changed", may=_WORDS),
    Route(
        name="law_starts", path="law/switches.yaml", view=law.starts, action="law_pages.settled_as_overlay", may=_WORDS
    ),
    Route(
        name="law_provision",
        path="law/<str:provision>/",
        view=law.provision,
        action="law_pages.one_provision",
        may=_WORDS,
    ),
    Route(
        name="law_start",
        path="law/<str:provision>/start/",
        view=law.settle,
        action="law_pages.settle_start",
        may=permissions.SETTLES_LAW,
        methods=_FORM,
        typed_on="law_start",
    ),
    Route(name="data", path="data/", view=data.data, action="datasets.list_datasets", may=permissions.LOOKS_AFTER_DATA),
    Route(
        name="dataset",
        path="data/<str:dataset>/",
        view=data.dataset,
        action="datasets.list_datasets",
        may=permissions.LOOKS_AFTER_DATA,
    ),
    Route(name="ledger", path="ledger/", view=proving.explained, action="ledger.head", may=_WORDS),
    Route(name="checkpoint", path="ledger/checkpoint", view=proving.checkpoint, action="ledger.checkpoint", may=_WORDS),
    Route(name="ledger_key", path="ledger/key", view=proving.key, action="ledger.public_key", may=_WORDS),
    Route(
        name="consistency", path="ledger/consistency", view=proving.consistency, action="ledger.consistency", may=_WORDS
    ),
    Route(
        name="cosignature",
        path="ledger/cosignature",
        view=proving.cosignature,
        action="ledger.record_cosignature",
        may=_WORDS,
        methods=_DO,
        proves_itself=True,
    ),
    Route(name="hidden", path="hidden/", view=reading.hidden, action="", may=_WORDS),
    Route(name="help", path="help/", view=reading.help_page, action="", may=_WORDS),
    Route(name="privacy", path="privacy/", view=reading.privacy, action="", may=_WORDS),
    Route(name="accessibility", path="accessibility/", view=reading.accessibility, action="", may=_WORDS),
    Route(
        name="demonstration",
        path="demonstration/",
        view=reading.demonstration,
        action="accounts.demonstration_accounts",
        may=Public.DEMONSTRATION_ONLY,
    ),
    *SHARING,
    *LINKS,
    # The sign-in package is given three of its many pages. There is no sign-up and no reset by mail.
    Route(
        name="account_login",
        path="sign-in/",
        view=account_views.login,
        action="",
        may=Public.SIGNS_IN,
        methods=_FORM,
    ),
    Route(
        name="mfa_authenticate",
        path="sign-in/code/",
        view=factor_views.authenticate,
        action="",
        may=Public.SIGNS_IN,
        methods=_FORM,
    ),
    Route(
        name="account_logout",
        path="sign-out/",
        view=account_views.logout,
        action="",
        may=Public.SIGNS_IN,
        methods=_FORM,
    ),
)
