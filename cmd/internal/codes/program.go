package codes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

const (
	// programLimit is how long a program may take with a code, which lives for minutes.
	programLimit = time.Minute
	// variables begin the names of what a program is told of a code in its environment.
	variables = "CARDWALLET_OTP_"
)

// program is what gets the codes in place of stdout.
type program struct {
	path  string
	args  []string
	limit time.Duration
}

// newProgram splits a command line into words, without a shell, and finds the program. It is nil for an empty line.
func newProgram(line string) (*program, error) {
	if line == "" {
		return nil, nil
	}
	words, err := config.CommandWords(line)
	if err != nil || len(words) == 0 || words[0] == "" {
		return nil, run.Usagef("--exec takes a command, with its quotes closed, as in --exec 'fill-in --stdin'")
	}
	name, err := config.ExpandHome(words[0])
	if err != nil {
		return nil, &run.UsageError{Err: err}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, run.Usagef("--exec: there is no program %q that can be run\nno shell runs it: name a program, or sh -c '…'", words[0])
	}
	return &program{path, words[1:], programLimit}, nil
}

// name is the program without its directory.
func (p *program) name() string { return filepath.Base(p.path) }

// give runs the program with the code and a line end at its stdin, and waits for it. The code is in no argument and in no variable. When
// its time is over, or ctx, it ends with all that it started. The error is a *run.ProgramError where the program ran and failed.
func (a *command) give(ctx context.Context, p *program, account client.Account, code client.Code, opened crypto.Secret) error {
	limited, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	var input []byte
	opened.Reveal(func(value []byte) { input = append(append(make([]byte, 0, len(value)+1), value...), '\n') })
	defer clear(input)
	cmd := exec.CommandContext(limited, p.path, p.args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), a.Out, a.Err
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, variables) }),
		environment(account, code)...)
	config.OwnGroup(cmd)
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	exit, failed := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil || errors.Is(err, exec.ErrWaitDelay):
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s was ended before it was done: %w", p.name(), ctx.Err())
	case limited.Err() != nil:
		return &run.ProgramError{Program: p.name(), Why: fmt.Sprintf("it did not end within %s", p.limit), Code: run.ExitFailed}
	case failed && exit.ExitCode() > 0:
		return &run.ProgramError{Program: p.name(), Why: exit.String(), Code: exit.ExitCode()}
	}
	return &run.ProgramError{Program: p.name(), Why: err.Error(), Code: run.ExitFailed}
}

// environment is what a program is told of a code. What the issuer did not say is not set.
func environment(account client.Account, code client.Code) (env []string) {
	set := func(name, value string) {
		if value != "" {
			env = append(env, variables+name+"="+run.Verbatim(value))
		}
	}
	card := account.Named(client.Card{Profile: code.Profile, ID: code.CardID})
	set("PROFILE", code.Profile)
	set("CARD", code.Profile+"/"+code.CardID)
	set("CARD_NAME", card.Name)
	set("TYPE", string(code.Type))
	set("MERCHANT", code.Merchant)
	if code.Amount.Known() {
		set("AMOUNT", code.Amount.Digits())
		set("CURRENCY", code.Amount.Currency)
	}
	set("RECEIVED_AT", string(documents.TimeOf(code.ReceivedAt)))
	set("EXPIRES_AT", string(documents.TimeOf(code.ExpiresAt)))
	return env
}
