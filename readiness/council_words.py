"""Each request is answered in the council's own words for its ratings.

They come with the person who is signed in, in the query that every request asks anyway
(``roles.RoleBackend.get_user``), and are looked at only where a rating is written.
"""

from indicators.council_words import from_json
from indicators.rating_words import STANDARD, Words, used


class CouncilWordsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with used(lambda: words_of(request.user)):
            return self.get_response(request)


def words_of(user) -> Words:
    if not user.is_authenticated:
        return STANDARD
    return from_json(getattr(user, "rating_words", None))
