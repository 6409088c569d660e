package merchants

import (
	"testing"

	"cardwallet/tui/screentest"
)

// This room asks nothing that y answers.
func TestMerchantsQuestions(t *testing.T) { screentest.Questions{}.Hold(t) }
