package clip

import (
	"errors"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// exclusions are the formats by which Windows and clipboard managers know what to keep out of the history, the cloud and their sight
// (Microsoft's page on clipboard formats). Each holds a DWORD of 0.
var exclusions = []string{"ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"}

var (
	user32           = windows.NewLazySystemDLL("user32.dll")
	openClipboard    = user32.NewProc("OpenClipboard")
	closeClipboard   = user32.NewProc("CloseClipboard")
	emptyClipboard   = user32.NewProc("EmptyClipboard")
	setClipboardData = user32.NewProc("SetClipboardData")
	registerFormat   = user32.NewProc("RegisterClipboardFormatW")

	kernel32     = windows.NewLazySystemDLL("kernel32.dll")
	globalAlloc  = kernel32.NewProc("GlobalAlloc")
	globalFree   = kernel32.NewProc("GlobalFree")
	globalLock   = kernel32.NewProc("GlobalLock")
	globalUnlock = kernel32.NewProc("GlobalUnlock")
	moveMemory   = kernel32.NewProc("RtlMoveMemory")
)

const (
	unicodeText = 13 // CF_UNICODETEXT
	movable     = 2  // GMEM_MOVEABLE, which the clipboard wants
)

// openFor is how long another program that has the clipboard open is waited for.
const openFor = 500 * time.Millisecond

// writeExcluded puts text on the clipboard with the exclusions, in one step as the histories see it.
func writeExcluded(text string) error {
	utf16, err := windows.UTF16FromString(text)
	if err != nil {
		return err
	}
	defer clear(utf16)
	runtime.LockOSThread() // the clipboard belongs to the thread that opened it
	defer runtime.UnlockOSThread()
	if err := open(); err != nil {
		return err
	}
	defer closeClipboard.Call()
	if ok, _, err := emptyClipboard.Call(); ok == 0 {
		return fmt.Errorf("cannot empty the clipboard: %w", err)
	}
	if text == "" {
		return nil
	}
	for _, name := range exclusions {
		format, err := formatOf(name)
		if err != nil {
			return err
		}
		var no uint32
		if err := give(format, unsafe.Pointer(&no), unsafe.Sizeof(no)); err != nil {
			return err
		}
	}
	return give(unicodeText, unsafe.Pointer(&utf16[0]), uintptr(len(utf16))*unsafe.Sizeof(utf16[0]))
}

// formatOf gives the number of a format.
func formatOf(name string) (uintptr, error) {
	utf16, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return 0, err
	}
	format, _, err := registerFormat.Call(uintptr(unsafe.Pointer(utf16)))
	if format == 0 {
		return 0, fmt.Errorf("cannot register a format: %w", err)
	}
	return format, nil
}

func open() error {
	for deadline := time.Now().Add(openFor); ; time.Sleep(5 * time.Millisecond) {
		ok, _, err := openClipboard.Call(0)
		if ok != 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("cannot open the clipboard: %w", err)
		}
	}
}

// give gives the open clipboard a copy of size bytes, which belongs to the system from then on.
func give(format uintptr, data unsafe.Pointer, size uintptr) error {
	memory, _, err := globalAlloc.Call(movable, size)
	if memory == 0 {
		return fmt.Errorf("no memory for the clipboard: %w", err)
	}
	at, _, err := globalLock.Call(memory)
	if at == 0 {
		return errors.Join(fmt.Errorf("no memory for the clipboard: %w", err), free(memory))
	}
	moveMemory.Call(at, uintptr(data), size)
	globalUnlock.Call(memory)
	if ok, _, err := setClipboardData.Call(format, memory); ok == 0 {
		return errors.Join(fmt.Errorf("the clipboard did not take it: %w", err), free(memory))
	}
	return nil
}

func free(memory uintptr) error {
	if left, _, err := globalFree.Call(memory); left != 0 {
		return err
	}
	return nil
}
