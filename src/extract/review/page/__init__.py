"""The page on which reviewers decide, in a browser on their own machine."""

from extract.review.page.app import create_app
from extract.review.page.desk import Desk
from extract.review.page.security import Access
from extract.review.page.serving import ServeError, serve

__all__ = ["Access", "Desk", "ServeError", "create_app", "serve"]
