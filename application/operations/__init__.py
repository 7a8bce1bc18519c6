"""Operations on tasks, alone or in batches."""
