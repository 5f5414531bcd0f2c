"""The plan of a contact centre: forecasts, required and scheduled staff, and how a day compares with them."""
