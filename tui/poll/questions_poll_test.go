package poll

import (
	"testing"

	"cardwallet/tui/screentest"
)

func TestPollingAsksNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
