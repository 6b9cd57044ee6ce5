"""Mail: merge templates, who gets a mail, the outbox and its delivery."""
