package toast

import (
	"testing"

	"cardwallet/tui/screentest"
)

func TestToastsAskNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
