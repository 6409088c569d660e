package screen

import "testing"

func TestCodesAskNothing(t *testing.T) { questions{}.hold(t) }
