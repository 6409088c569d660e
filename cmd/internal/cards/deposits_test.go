package cards

import (
	"io"
	"strings"
	"testing"

	"cardwallet/cmd/internal/run"
)

func TestAddressThatMakesNoCode(t *testing.T) {
	var out, notes strings.Builder
	a := &command{&run.App{Out: &out, Err: io.Writer(&notes)}}
	if err := a.printQR(strings.Repeat("A1", 4000)); err != nil || out.Len() != 0 || !strings.Contains(notes.String(), "no QR code") {
		t.Errorf("%q, %q, %v", out.String(), notes.String(), err)
	}
}
