"""The application's name and label."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Products and prices."""

    name = "daicho.business.products"
    label = "products"
