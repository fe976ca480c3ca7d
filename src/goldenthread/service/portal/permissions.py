"""Which roles may open which screens. A role that is in no set here is shown nothing."""

from goldenthread.vocabulary import LOOKS_AT_CHILDREN, Role

EVERYBODY = frozenset(Role)
FINDS_CHILDREN = frozenset(LOOKS_AT_CHILDREN)
SEES_WHO_LOOKED = frozenset({Role.ACCESS_REVIEWER, Role.DATA_PROTECTION_OFFICER})
WEIGHS_REASONS = frozenset({Role.ACCESS_REVIEWER})
KEEPS_CHILDREN_HIDDEN = frozenset({Role.SOCIAL_WORKER, Role.FRONT_DOOR_PRACTITIONER})
ENDS_AGREEMENTS = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})
LOOKS_AFTER_DATA = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})
SETTLES_LAW = frozenset({Role.ADMINISTRATOR})
