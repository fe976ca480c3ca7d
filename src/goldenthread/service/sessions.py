"""Sessions as Django keeps them in the database, found by a statement that is put together once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as KeptInDatabase
from django.contrib.sessions.models import Session
from django.utils import timezone

from goldenthread.service.statements import asked_often

_session = asked_often(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(KeptInDatabase):
    """Differs in nothing but how a session is asked for."""

    def _get_session_from_db(self) -> Any:
        found = next(iter(_session(key=self.session_key, now=timezone.now())), None)
        if found is None:
            self._session_key = None
        return found

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session
