package records

import (
	"testing"

	"cardwallet/tui/screentest"
)

func TestRecordsAskNothing(t *testing.T) { screentest.Questions{}.Hold(t) }
