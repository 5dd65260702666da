"""The items of an information return as a file: the columns of its page, and its list again."""

from config.wording import name_of
from indicators.list_files import ListResource, column
from readiness.return_items import ItemRow


class ReturnItemResource(ListResource):
    code = column("Code", "item__code")
    title = column("Title", "item__title")
    theme = column("Theme", "item__theme")
    statements = column("Quality statements")
    guidance = column("Guidance", "item__guidance")
    links_allowed = column("Public link allowed", "item__links_allowed")
    owner = column("Owner")
    due_on = column("Due", "due_on")
    state = column("State", "state_words")
    documents = column("Documents")
    note = column("Note", "item__note")
    wrong = column("To mend")

    def dehydrate_statements(self, row: ItemRow):
        return "; ".join(statement.title for statement in row.item.statements.all())

    def dehydrate_owner(self, row: ItemRow):
        return name_of(row.item.owner) if row.item.owner else ""

    def dehydrate_documents(self, row: ItemRow):
        return len(row.uses)

    def dehydrate_wrong(self, row: ItemRow):
        return " ".join(row.wrong)
