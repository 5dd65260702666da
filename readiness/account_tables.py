import django_tables2 as tables

from config.addresses import address_of
from config.wording import day_in_words
from readiness.templatetags.page import tag


class AccountTable(tables.Table):
    """Rows are ``account_list.AccountRow``."""

    name = tables.Column(linkify=lambda record: address_of("account", record.pk))
    email = tables.Column("E-mail address")
    roles = tables.Column()
    last_signed_in = tables.Column(default="Not yet")
    state = tables.Column(order_by="state__words")

    class Meta:
        caption = "Accounts"
        empty_text = "No account fits. Clear the filter to see them all."

    def render_last_signed_in(self, value):
        return day_in_words(value)

    def render_state(self, value):
        return tag(value.words, value.colour)
