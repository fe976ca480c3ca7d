"""When the law changes, what agreements permit changes with it.

Whoever settles a start takes away, in the same transaction, what the law no longer carries. What a change of law or a
new day lets in is compiled by the worker: the process that people reach from outside can grant nothing.
"""

import uuid
from datetime import datetime

from django.db.models import Q

from goldenthread.agreements import Pathway as PathwayPaper
from goldenthread.audit import Deed
from goldenthread.law import Force, Law
from goldenthread.service.actions.doing import Doing, doing
from goldenthread.service.actions.pathways import compile_kept, forces_of
from goldenthread.service.actions.standing_law import law_on
from goldenthread.service.store.models import GrantedIdentity, GrantedPermission, Pathway
from goldenthread.vocabulary import ProvisionId, read_text


def end_what_rests_on(provision: ProvisionId, *, law: Law, action: Doing) -> int:
    """End every permission that names a provision which is not law; inside another action. Unit: permissions ended."""
    if law.force(provision) is not Force.NOT_IN_FORCE:
        return 0
    names_it = Q(basis__contains=[provision]) | Q(conditions__contains=[provision])
    ended = 0
    for row in Pathway.objects.select_for_update(no_key=False).order_by("id"):
        taken = [
            granted.objects.filter(names_it, pathway=row, revoked_at=None).update(revoked_at=action.at)
            for granted in (GrantedPermission, GrantedIdentity)
        ]
        if any(taken):
            Pathway.objects.filter(pk=row.id).update(compiled=uuid.uuid4())
            ended += sum(taken)
    return ended


def compile_what_the_law_changed(*, at: datetime) -> int:
    """Compile every agreement anew whose law counts as something else than when it was compiled. Unit: agreements."""
    law = law_on(at.date())
    standing = Pathway.objects.filter(ended_at=None).order_by("id")
    changed = [row.id for row in standing if row.forces != forces_of(_paper(row), law)]
    for id in changed:
        with doing(by=None, at=at) as action:
            row = Pathway.objects.select_for_update(no_key=False).get(pk=id)
            before = row.forces
            compiled = compile_kept(row, _paper(row), law=law, at=at)
            action.record(
                Deed.PATHWAY_COMPILED,
                detail={
                    "pathway": id,
                    "version": row.version,
                    "law": {
                        key: [before.get(key, ""), now] for key, now in row.forces.items() if now != before.get(key)
                    },
                    "permissions": len(compiled.permissions),
                    "refused": [f"{r.rule}: {r.sentence}" for r in compiled.refused],
                },
            )
    return len(changed)


def _paper(row: Pathway) -> PathwayPaper:
    return read_text(row.document, PathwayPaper, name=row.id)
