"""What is served by plain HTTP beside the feed: health, metrics, and figures as JSON."""
