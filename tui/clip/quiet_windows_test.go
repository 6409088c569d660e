package clip

import (
	"testing"

	"github.com/atotto/clipboard"
	"golang.org/x/sys/windows"
)

func TestWindowsIsAskedToKeepTheValueOutOfItsHistory(t *testing.T) {
	before, _ := clipboard.ReadAll()
	t.Cleanup(func() { _ = clipboard.WriteAll(before) })
	if err := writeExcluded("4829 13 é"); err != nil {
		t.Fatal(err)
	}
	if got, err := clipboard.ReadAll(); got != "4829 13 é" || err != nil {
		t.Errorf("the clipboard holds %q (%v)", got, err)
	}
	available := windows.NewLazySystemDLL("user32.dll").NewProc("IsClipboardFormatAvailable")
	for _, name := range exclusions {
		format, err := formatOf(name)
		if err != nil {
			t.Fatal(err)
		}
		if ok, _, _ := available.Call(format); ok == 0 {
			t.Errorf("%s is not there", name)
		}
	}
	if err := writeExcluded(""); err != nil {
		t.Fatal(err)
	}
	if ok, _, _ := available.Call(unicodeText); ok != 0 {
		t.Error("the text is still there")
	}
}
