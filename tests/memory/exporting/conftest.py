"""What the tests of exporting share with those of forgetting."""

from tests.memory.forgetting.conftest import own_temporary_folder as own_temporary_folder
