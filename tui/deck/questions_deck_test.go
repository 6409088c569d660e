package deck

import (
	"testing"

	"cardwallet/tui/screentest"
)

func TestTheDeckAsksNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
