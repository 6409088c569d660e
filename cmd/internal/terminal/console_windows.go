package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// open opens the console that the process was started from.
func open() (in, out *os.File, err error) {
	if in, err = os.OpenFile("CONIN$", os.O_RDWR, 0); err != nil {
		return nil, nil, err
	}
	if out, err = os.OpenFile("CONOUT$", os.O_RDWR, 0); err != nil {
		_ = in.Close()
		return nil, nil, err
	}
	return in, out, nil
}

// awaitQuiet returns when nothing was typed for QuietTime. What is typed until then is neither shown nor kept.
func awaitQuiet(f *os.File) {
	handle := windows.Handle(f.Fd())
	var before uint32
	if windows.GetConsoleMode(handle, &before) != nil {
		return
	}
	_ = windows.SetConsoleMode(handle, before&^windows.ENABLE_ECHO_INPUT)
	defer func() { _ = windows.SetConsoleMode(handle, before) }()
	for {
		discardTyped(f)
		if event, err := windows.WaitForSingleObject(handle, uint32(QuietTime.Milliseconds())); err != nil || event != windows.WAIT_OBJECT_0 {
			return
		}
	}
}

// awaitLine lets the reading wait: Windows stops no process for a shell.
func awaitLine(*os.File, func() bool) bool { return true }
