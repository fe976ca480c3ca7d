"""The URLs of reviewing links. No address holds more than the number of a look, a question or a wrong link."""

from goldenthread.service.portal import permissions
from goldenthread.service.portal.gate import Route
from goldenthread.service.portal.views import doubting, linking

_FORM = ("GET", "POST")
_DO = ("POST",)

LINKS: tuple[Route, ...] = (
    Route(
        name="doubt",
        path="looks/<uuid:look>/doubt/",
        view=doubting.doubt,
        action="linking.doubting.doubt",
        may=permissions.FINDS_CHILDREN,
        methods=_FORM,
        typed_on="doubt",
    ),
    Route(
        name="doubts",
        path="doubts/",
        view=doubting.own,
        action="linking.doubting.own_doubts",
        may=permissions.FINDS_CHILDREN,
    ),
    Route(
        name="doubt_take_back",
        path="doubts/<uuid:doubt>/take-back/",
        view=doubting.take_back,
        action="linking.doubting.take_back",
        may=permissions.FINDS_CHILDREN,
        methods=_DO,
    ),
    Route(
        name="links",
        path="links/",
        view=linking.waiting,
        action="linking.reviewing.waiting",
        may=permissions.REVIEWS_LINKS,
    ),
    Route(
        name="links_listed",
        path="links/all/",
        view=linking.listed,
        action="linking.reviewing.listed",
        may=permissions.REVIEWS_LINKS,
    ),
    Route(
        name="links_settled",
        path="links/settled/",
        view=linking.settled,
        action="linking.reopening.settled",
        may=permissions.REVIEWS_LINKS,
    ),
    Route(
        name="link_settled",
        path="links/settled/<uuid:ruling>/",
        view=linking.look_again,
        action="linking.reopening.look_again",
        may=permissions.REVIEWS_LINKS,
        methods=_FORM,
        typed_on="link_settled",
    ),
    Route(
        name="link_pair",
        path="links/<uuid:question>/",
        view=linking.pair,
        action="linking.reviewing.answer",
        may=permissions.REVIEWS_LINKS,
        methods=_FORM,
        typed_on="link_pair",
    ),
    Route(
        name="link_take_back",
        path="links/<uuid:question>/take-back/",
        view=linking.take_back,
        action="linking.reviewing.take_back",
        may=permissions.REVIEWS_LINKS,
        methods=_DO,
    ),
    Route(
        name="links_how_right",
        path="how-right/",
        view=linking.how_right,
        action="linking.reviewing.how_right",
        may=permissions.KNOWS_HOW_RIGHT,
    ),
    Route(
        name="wrong_links",
        path="wrong-links/",
        view=linking.wrong_links,
        action="telling.wrong_links",
        may=permissions.SEES_WHO_LOOKED,
    ),
    Route(
        name="wrong_link",
        path="wrong-links/<uuid:wrong>/",
        view=linking.wrong_link,
        action="telling.say_told",
        may=permissions.SEES_WHO_LOOKED,
        methods=_FORM,
        typed_on="wrong_link",
    ),
)
