"""Rule packs to claims."""
