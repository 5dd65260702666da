"""Each request is answered in the council's own words for its ratings and for its actions.

They come with the person who is signed in, in the query that every request asks anyway
(``roles.RoleBackend.get_user``), and are looked at only where one is written.
"""

from indicators.council_words import from_json
from indicators.rating_words import STANDARD, Words, used
from readiness import choosing_status_words, status_words


class CouncilWordsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        of_actions = status_words.used(lambda: status_words_of(request.user))
        with used(lambda: words_of(request.user)), of_actions:
            return self.get_response(request)


def words_of(user) -> Words:
    if not user.is_authenticated:
        return STANDARD
    return from_json(getattr(user, "rating_words", None))


def status_words_of(user) -> status_words.StatusWordSet:
    return choosing_status_words.from_json(getattr(user, "status_words", None))
