package preview

import (
	"testing"

	"cardwallet/tui/screentest"
)

func TestPreviewAsksNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
