"""Lawful purposes as they are chosen at the desk."""

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words

PURPOSE_CHOICES = (("", "Purpose"), *((p.value, purpose_words(p)) for p in Purpose))
