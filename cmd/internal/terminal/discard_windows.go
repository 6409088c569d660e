package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// discardTyped drops what the console holds and nobody has read. If it cannot, the question is asked all the same.
func discardTyped(f *os.File) {
	_ = windows.FlushConsoleInputBuffer(windows.Handle(f.Fd()))
}

// echoOff keeps what is typed from being shown, from now on: a person may type before the program reads. The caller restores it.
func echoOff(f *os.File) {
	var mode uint32
	if windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil {
		_ = windows.SetConsoleMode(windows.Handle(f.Fd()), mode&^windows.ENABLE_ECHO_INPUT)
	}
}
