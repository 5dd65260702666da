"""Addresses of the indicators app. An indicator's code may hold dots, brackets and slashes, so its
own addresses come last: a longer ending first, then the bare code."""

from django.urls import path, re_path, register_converter
from django.urls.converters import PathConverter

from config.list_addresses import with_file
from indicators.views import (
    collection,
    commentary,
    data_packs,
    definitions,
    figures,
    group_files,
    groups,
    indicators,
    naming_columns,
    saved_mappings,
    targets,
    unknown_indicators,
    words,
)


class CodeConverter(PathConverter):
    """Anything that can be written: no control characters, which PostgreSQL will not compare."""

    regex = r"[^\x00-\x1f]+"


register_converter(CodeConverter, "code")

urlpatterns = [
    path("indicators/", indicators.indicator_list, name="indicator_list"),
    re_path(
        r"^indicators/download\.(?P<kind>csv|xlsx)$",
        indicators.indicator_list_export,
        name="indicator_list_export",
    ),
    path("indicators/rating-words/", words.rating_words, name="rating_words"),
    *with_file("indicators/groups/", groups.group_list, name="comparator_group_list"),
    path("indicators/groups/add/", groups.add_group, name="add_comparator_group"),
    path("indicators/groups/from-a-file/", group_files.read_groups, name="read_comparator_groups"),
    path(
        "indicators/groups/from-a-file/load/",
        group_files.load_groups,
        name="load_comparator_groups",
    ),
    path("indicators/groups/<int:pk>/", groups.group, name="comparator_group"),
    path("indicators/groups/<int:pk>/change/", groups.change_group, name="change_comparator_group"),
    path("indicators/groups/<int:pk>/end/", groups.end_group, name="end_comparator_group"),
    path("indicators/groups/<int:pk>/resume/", groups.resume_group, name="resume_comparator_group"),
    path("indicators/add/", definitions.add_indicator, name="add_indicator"),
    path("indicators/commentary/", commentary.commentary_needed, name="commentary_needed"),
    re_path(
        r"^indicators/commentary/download\.(?P<kind>csv|xlsx)$",
        commentary.commentary_needed_export,
        name="commentary_needed_export",
    ),
    path("indicators/changes/", definitions.change_list, name="change_list"),
    re_path(
        r"^indicators/changes/download\.(?P<kind>csv|xlsx)$",
        definitions.change_list_export,
        name="change_list_export",
    ),
    path("indicators/figures/<int:pk>/", figures.figure, name="figure"),
    *with_file("indicators/collection/", collection.collection_rounds, name="collection_rounds"),
    path(
        "indicators/collection/open/",
        collection.open_collection_round,
        name="open_collection_round",
    ),
    path("indicators/collection/<int:pk>/", collection.collection_round, name="collection_round"),
    re_path(
        r"^indicators/collection/(?P<pk>\d+)/download\.(?P<kind>csv|xlsx)$",
        collection.collection_round_export,
        name="collection_round_export",
    ),
    path("indicators/collection/<int:pk>/enter/", collection.enter_figures, name="enter_figures"),
    path(
        "indicators/collection/<int:pk>/sign-off/",
        collection.sign_off_figures,
        name="sign_off_figures",
    ),
    path("indicators/collection/figures/<int:pk>/", collection.owed_figure, name="owed_figure"),
    path(
        "indicators/collection/figures/<int:pk>/save/", collection.save_figure, name="save_figure"
    ),
    *with_file("indicators/data-packs/", data_packs.data_pack_list, name="data_pack_list"),
    path("indicators/data-packs/<int:pk>/", data_packs.data_pack, name="data_pack"),
    path(
        "indicators/data-packs/<int:pk>/confirm/",
        data_packs.confirm_data_pack,
        name="confirm_data_pack",
    ),
    path(
        "indicators/data-packs/<int:pk>/discard/",
        data_packs.discard_data_pack,
        name="discard_data_pack",
    ),
    path("indicators/data-packs/<int:pk>/stop/", data_packs.stop_data_pack, name="stop_data_pack"),
    path(
        "indicators/data-packs/<int:pk>/whose/",
        data_packs.say_whose_data_pack,
        name="say_whose_data_pack",
    ),
    path(
        "indicators/data-packs/<int:pk>/keep-words/",
        data_packs.keep_words_of_data_pack,
        name="keep_words_of_data_pack",
    ),
    re_path(
        r"^indicators/data-packs/(?P<pk>\d+)/preview\.(?P<kind>csv|xlsx)$",
        data_packs.data_pack_preview,
        name="data_pack_preview",
    ),
    path("indicators/data-packs/<int:pk>/columns/", naming_columns.name_sheets, name="name_sheets"),
    path(
        "indicators/data-packs/<int:pk>/columns/<int:number>/headings/",
        naming_columns.name_headings,
        name="name_headings",
    ),
    path(
        "indicators/data-packs/<int:pk>/columns/<int:number>/",
        naming_columns.name_columns,
        name="name_columns",
    ),
    path(
        "indicators/data-packs/<int:pk>/columns/check/",
        naming_columns.use_columns,
        name="use_columns",
    ),
    *with_file(
        "indicators/data-packs/<int:pk>/indicators/",
        unknown_indicators.unknown_indicator_list,
        name="unknown_indicator_list",
    ),
    path(
        "indicators/data-packs/<int:pk>/indicators/<int:number>/",
        unknown_indicators.unknown_indicator,
        name="unknown_indicator",
    ),
    *with_file(
        "indicators/data-packs/saved-columns/",
        saved_mappings.saved_mapping_list,
        name="saved_mapping_list",
    ),
    path(
        "indicators/data-packs/saved-columns/<int:pk>/",
        saved_mappings.saved_mapping,
        name="saved_mapping",
    ),
    path(
        "indicators/data-packs/saved-columns/<int:pk>/retire/",
        saved_mappings.retire_saved_mapping,
        name="retire_saved_mapping",
    ),
    path("indicators/data-packs/<int:pk>/undo/", data_packs.undo_data_pack, name="undo_data_pack"),
    path(
        "indicators/data-packs/<int:pk>/read-again/",
        data_packs.read_data_pack_again,
        name="read_data_pack_again",
    ),
    path(
        "indicators/<code:code>/figures.csv", indicators.indicator_figures, name="indicator_figures"
    ),
    path("indicators/<code:code>/target/", targets.indicator_target, name="indicator_target"),
    path("indicators/<code:code>/targets/", targets.year_of_targets, name="year_of_targets"),
    path("indicators/<code:code>/change/", definitions.change_indicator, name="change_indicator"),
    path("indicators/<code:code>/drop/", definitions.drop_indicator, name="drop_indicator"),
    path(
        "indicators/<code:code>/commentary/<int:period>/",
        commentary.write_commentary,
        name="write_commentary",
    ),
    path("indicators/<code:code>/", indicators.indicator, name="indicator"),
]
