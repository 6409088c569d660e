// Package crash tells of a panic without any value that the program had: a value can be a PAN.
package crash

import (
	"errors"
	"fmt"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/abreast"
)

// ErrCrash is wrapped by what Report gives.
var ErrCrash = errors.New("cardwallet failed inside and had to stop")

// Report makes an error of cause that wraps ErrCrash and has no values: those can be a PAN, and so can the arguments of the calls. It is
// for the deferred function that recovered cause. It writes where the panic happened into a file of this user alone in dir and names it,
// or tells it itself where dir is empty or cannot be written to.
func Report(dir string, now time.Time, cause any) error {
	callers := make([]uintptr, 64)
	callers = callers[:runtime.Callers(2, callers)]
	if elsewhere, ok := cause.(*abreast.Panic); ok {
		cause, callers = elsewhere.Cause(), elsewhere.Calls()
	}
	kind, calls := panicKind(cause), panicCalls(callers)
	report := fmt.Sprintf("%s\n%s at %s\n%s %s/%s\n\n%s\n", ErrCrash, kind, now.UTC().Format(time.RFC3339),
		runtime.Version(), runtime.GOOS, runtime.GOARCH, strings.Join(calls, "\n"))
	file, err := writeReport(dir, now, report)
	if err != nil {
		return fmt.Errorf("%w: %s\nplease report these lines; they hold no card data:\n%s", ErrCrash, kind, strings.Join(ours(calls), "\n"))
	}
	return fmt.Errorf("%w: %s\nwhere is written in %s; it holds no card data: please report it", ErrCrash, kind, file)
}

// writeReport gives the name of the file that it made.
func writeReport(dir string, now time.Time, report string) (string, error) {
	if dir == "" {
		return "", errors.New("no place for it")
	}
	file, err := os.CreateTemp(dir, "crash-"+now.UTC().Format("20060102T150405Z")+"-*.log") // with mode 0600
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(report)
	return file.Name(), errors.Join(err, file.Close())
}

// panicKind is the type of what was panicked with, or for the runtime's own panics what they are, without the numbers in them.
func panicKind(cause any) string {
	if e, ok := cause.(runtime.Error); ok {
		text := client.FirstLine(e)
		if text, _, cut := strings.Cut(text, " ["); cut {
			return text
		}
		return text
	}
	return fmt.Sprintf("%T", cause)
}

// panicCalls are the calls that led to the panic, the innermost first, from those of the runtime that raised it on.
func panicCalls(callers []uintptr) []string {
	frames := runtime.CallersFrames(callers)
	var calls []string
	for more := true; more; {
		var frame runtime.Frame
		if frame, more = frames.Next(); frame.Function != "" {
			calls = append(calls, fmt.Sprintf("  %s (%s:%d)", frame.Function, path.Base(frame.File), frame.Line))
		}
		if frame.Function == "runtime.gopanic" {
			calls = nil // what was above only picked it up
		}
	}
	return calls
}

// ours are the innermost of the calls in this program.
func ours(calls []string) []string {
	calls = slices.DeleteFunc(slices.Clone(calls), func(call string) bool { return !strings.Contains(call, "cardwallet/") })
	return calls[:min(len(calls), 6)]
}
