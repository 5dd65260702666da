"""Where ``config.second_editor`` was before every app could ask for it."""

from config.second_editor import MOVED_ON, EditForm, SeenForm, combined, refused

__all__ = ["MOVED_ON", "EditForm", "SeenForm", "combined", "refused"]
