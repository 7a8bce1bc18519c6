"""What a program needs to test its own adapters and use cases; install it with `taskapi[testing]`.

* `contract`: the promises of a store as pytest classes; a subclass provides one fixture, `begin`.
  Its state machine compares a store with the in-memory store after random units of work.
* `builders`: entities that are valid, of which a test names only what matters to it.
* `fakes`: a clock that a test moves, ids that count, a fast password hasher, readable tokens.
* `strategies`: Hypothesis strategies for entities, edits, texts and queries.
* `units`: units of work in one call, on any store.
* `record`, `folding`: the recorded changes of an account, and the tasks that result from them.
"""

import pytest

# Failed assertions of the suite show the values that were compared, as those of a test module do.
pytest.register_assert_rewrite(
    "adapters.testing.contract", "adapters.testing.contract.state_machine", "adapters.testing.folding"
)
