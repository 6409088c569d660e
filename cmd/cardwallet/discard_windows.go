package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// discardTyped drops what the console holds and nobody has read. Where it cannot, the question is asked all the same.
func discardTyped(f *os.File) {
	_ = windows.FlushConsoleInputBuffer(windows.Handle(f.Fd()))
}
