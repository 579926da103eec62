"""Alerts looked at again: their queue, their pictures, and footage in which nobody else can be recognised."""
