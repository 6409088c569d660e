package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"cardwallet/client"
)

// timeoutVariable is --timeout for a whole script.
const timeoutVariable = "CARDWALLET_TIMEOUT"

// timeoutGrace is how long a command may take to end by itself when its time is over. What it does then may never return.
const timeoutGrace = 2 * time.Second

// ErrTooLate ends a command whose question was not answered in the time of --timeout.
var ErrTooLate = errors.New("nobody answered in time, nothing was sent")

// errTimeout is why a context ended whose command had no more time.
var errTimeout = errors.New("the time of the command is over")

// TimeoutFlag is the value of --timeout. The zero value is no limit.
type TimeoutFlag struct {
	limit time.Duration
	given bool
}

// String is the time as it was given; empty where it was not.
func (f *TimeoutFlag) String() string {
	if !f.given {
		return ""
	}
	return f.limit.String()
}

// Type is the word for the value that the help shows.
func (f *TimeoutFlag) Type() string { return "duration" }

// Set takes a time such as 30s or 2m; 0 is no limit.
func (f *TimeoutFlag) Set(value string) error {
	limit, err := time.ParseDuration(value)
	if err != nil || limit < 0 {
		return errors.New("it takes a time such as 30s or 2m, or 0 for no limit")
	}
	f.limit, f.given = limit, true
	return nil
}

// timeout is the time that the command has, and the flag or variable that says so.
func (a *App) timeout() (limit time.Duration, from string, err error) {
	if a.Flags.Timeout.given {
		return a.Flags.Timeout.limit, "--timeout", nil
	}
	if value := os.Getenv(timeoutVariable); value != "" {
		var f TimeoutFlag
		if err := f.Set(value); err != nil {
			return 0, "", Usagef("%s is %q: %w", timeoutVariable, value, err)
		}
		return f.limit, timeoutVariable, nil
	}
	return 0, "", nil
}

// inTime runs f with a context that ends when the time of the command is over. What has not ended soon after is left: what was sent then
// has an outcome that is not known, and the journal says so.
func (a *App) inTime(ctx context.Context, f func(context.Context) error) error {
	limit, from, err := a.timeout()
	if err != nil {
		return err
	}
	if limit == 0 {
		return f(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errTimeout)
	defer cancel()
	a.over = func() string {
		if TimedOut(ctx) == nil {
			return ""
		}
		return fmt.Sprintf("the %s of %s are over", limit, from)
	}
	last := time.AfterFunc(limit+timeoutGrace, func() {
		err := fmt.Errorf("the command did not end: %w", context.DeadlineExceeded)
		if a.Interrupts.MayHaveSent() {
			err = fmt.Errorf("a movement was sent: %w, what became of it is not known here\n%s", client.ErrUnknown, FindOut)
		}
		a.abandon(err)
	})
	defer last.Stop()
	return f(ctx)
}

// timedOut says that the time of the command is over; it is empty as long as it is not, or where there is no limit.
func (a *App) timedOut() string {
	if a.over == nil {
		return ""
	}
	return a.over()
}

// TimedOut is the error of a command that waited until its time was over; nil where ctx did not end, or something else ended it.
func TimedOut(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), errTimeout) {
		return ctx.Err()
	}
	return nil
}

// inWords says of an error what it comes of that the time is over. The hint is that of the time: there is nothing else to mend.
func (a *App) inWords(err error, text string) string {
	over := a.timedOut()
	if over == "" || !isOne(context.DeadlineExceeded, errTimeout, ErrTooLate)(err) {
		return text
	}
	what, _, _ := strings.Cut(text, "\n")
	what = strings.ReplaceAll(what, context.DeadlineExceeded.Error(), "not done in time")
	return what + "\n" + over
}
