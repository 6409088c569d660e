package screen

import "testing"

func TestRecordsAskNothing(t *testing.T) { questions{}.hold(t) }
