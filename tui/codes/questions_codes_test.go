package codes

import (
	"testing"

	"cardwallet/tui/screentest"
)

func TestCodesAskNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
