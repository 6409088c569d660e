//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"

	"cardwallet/client"
)

// process is a worker that runs.
type process struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	send    *json.Encoder
	replies chan reply // closed when the process has ended
	stderr  *bytes.Buffer
	ended   error // valid once replies is closed
}

// startWorker starts the test binary again as a worker.
func startWorker(at *home, way string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(self), replies: make(chan reply), stderr: &bytes.Buffer{}}
	p.cmd.Env = append(at.environment(), workerVariable+"="+way)
	p.cmd.Stderr = p.stderr
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.send = json.NewEncoder(p.stdin)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.replies)
		for in := json.NewDecoder(stdout); ; {
			var r reply
			if in.Decode(&r) != nil {
				break
			}
			p.replies <- r
		}
		p.ended = p.cmd.Wait()
	}()
	return p, nil
}

// kill ends the process as the kernel does it to one that used too much memory: it notices nothing.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	for range p.replies {
	}
}

// stop lets the worker end by itself and reports what it ended with.
func (p *process) stop() error {
	_ = p.stdin.Close() // it may have ended by itself
	for range p.replies {
	}
	if p.ended != nil {
		return fmt.Errorf("a worker ended with %w: %s", p.ended, p.stderr)
	}
	return nil
}

// lane carries out one trial after the other, in a worker or in a process of the wallet itself. Lanes share the plan and the journal.
type lane struct {
	*harness
	home   *home
	worker *process
	usual  time.Duration // how long a movement takes
	doom   chan struct{} // closed when all processes are to die
}

// run takes trials until the plan is done.
func (l *lane) run(ctx context.Context) error {
	defer l.end()
	for {
		t, more := l.take(ctx)
		if !more {
			return errors.Join(ctx.Err(), l.leave())
		}
		if err := l.hire(); err != nil {
			return err
		}
		var err error
		if t.command {
			err = l.command(ctx, t)
		} else {
			err = l.ask(ctx, t)
		}
		if err != nil {
			return err
		}
	}
}

// hire makes sure that there is a worker.
func (l *lane) hire() (err error) {
	l.doom = l.currentDoom()
	if l.worker == nil {
		l.worker, err = startWorker(l.home, l.options.way)
	}
	return err
}

// leave lets the worker end by itself.
func (l *lane) leave() error {
	if l.worker == nil {
		return nil
	}
	p := l.worker
	l.worker = nil
	return p.stop()
}

// end kills a worker that is left.
func (l *lane) end() {
	if l.worker != nil {
		l.worker.kill()
	}
}

// keepSettling settles what is open again and again, as the wallet does while its screen is up, until ctx ends. It is killed now and then.
// What the facts do not decide a person does after a while, so that the cards are free again.
func (l *lane) keepSettling(ctx context.Context, draw func(n int) int) error {
	defer l.end()
	for ctx.Err() == nil {
		if err := l.hire(); err != nil {
			return err
		}
		var strike <-chan time.Time
		if draw(12) == 0 {
			strike = time.After(time.Duration(draw(100)) * time.Millisecond)
		}
		if err := l.settle(strike, drawJump(draw)); err != nil {
			return err
		}
		if err := l.person(ctx, old); err != nil && ctx.Err() == nil {
			return err
		}
		pass(ctx, grace/4)
	}
	return l.leave()
}

// died notes that the worker is gone, and why if it was not killed.
func (l *lane) died(killed bool) error {
	ended, text := l.worker.ended, l.worker.stderr.String()
	l.worker = nil
	if killed {
		return nil
	}
	return fmt.Errorf("a worker ended by itself with %v: %s", ended, text)
}

// settle asks the worker to settle what is open, after its clock was set. It is killed when strike comes first.
func (l *lane) settle(strike <-chan time.Time, jump time.Duration) error {
	if l.worker.send.Encode(request{Jump: jump}) != nil {
		l.worker.kill()
		return l.died(false)
	}
	select {
	case r, running := <-l.worker.replies:
		if !running {
			return l.died(false)
		}
		if r.Error != "" {
			l.remark("settling was disturbed by a fault")
		}
		return nil
	case <-strike:
	case <-l.doom:
	case <-time.After(patient):
		return errors.New("settling does not end")
	}
	l.worker.kill()
	l.count(func(f *figures) { f.killed++ })
	return l.died(true)
}

// ask gives a trial to the worker and does to it what the plan says.
func (l *lane) ask(ctx context.Context, t trial) error {
	arrived := l.world.expect(t)
	started := time.Now()
	l.began(t)
	if l.worker.send.Encode(request{Move: &t, Jump: t.jump}) != nil {
		l.worker.kill()
		return l.died(false)
	}
	ctx, done := context.WithCancel(ctx)
	defer done()
	strike, doom := l.striking(ctx, t, arrived), l.doom
	limit := time.NewTimer(patient)
	defer limit.Stop()
	for killed := false; ; {
		select {
		case r, running := <-l.worker.replies:
			if !running {
				l.fell(t)
				return l.died(killed)
			}
			l.usual = (7*l.usual + min(time.Since(started), 2*l.usual)) / 8
			l.answered(t, r)
			if killed { // its last words
				l.worker.kill()
				return l.died(true)
			}
			if strike != nil && r.OrderID != "" && t.harm.kind != stall {
				// It was faster than its end: then it dies idle.
				l.hit(t)
				l.worker.kill()
				return l.died(true)
			}
			return nil
		case <-strike:
			strike = nil
			if l.hit(t); t.harm.kind == stall {
				freeze(ctx, l.worker.cmd.Process)
				continue
			}
			killed = true
			_ = l.worker.cmd.Process.Kill() // its end comes through replies
		case <-doom:
			doom, killed = nil, true
			l.count(func(f *figures) { f.killed++ })
			_ = l.worker.cmd.Process.Kill()
		case <-limit.C:
			return fmt.Errorf("%s does not end", t)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// striking gives the moment at which the harm of a trial comes; nil is never.
func (l *lane) striking(ctx context.Context, t trial, arrived <-chan struct{}) <-chan struct{} {
	if t.harm.kind == noHarm {
		return nil
	}
	struck := make(chan struct{}, 1)
	anyTime := time.Duration(t.harm.at * float64(l.usual+2*stretch))
	go func() {
		if t.harm.kind == killAnyway {
			pass(ctx, anyTime)
		} else {
			select {
			case <-arrived:
				pass(ctx, time.Duration(t.harm.at*float64(3*stretch)))
			case <-time.After(2 * t.Patience): // no request came
			case <-ctx.Done():
			}
		}
		struck <- struct{}{}
	}()
	return struck
}

// pass lets time go by: the moments of harm are what varies in a run.
func pass(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// hit counts a harm; a power loss takes the other processes along.
func (l *lane) hit(t trial) {
	l.count(func(f *figures) {
		switch t.harm.kind {
		case stall:
			f.stalled++
		default:
			f.killed++
		}
	})
	if t.harm.kind == killAll {
		l.powerLoss()
		l.doom = nil
	}
}

// freeze stops a process, as a laptop that is closed does, until others must think that it has gone.
func freeze(ctx context.Context, p *os.Process) {
	if p.Signal(syscall.SIGSTOP) != nil {
		return // it has ended
	}
	pass(ctx, hold)
	_ = p.Signal(syscall.SIGCONT)
}

// words are a trial as a person types it.
func (t trial) words() []string {
	confirmed := []string{"--yes", "--json"}
	if t.reference != "" {
		confirmed = append(confirmed, "--reference", t.reference)
	}
	switch {
	case t.Kind != client.MoveCreate:
		return append([]string{string(t.Kind), t.Profile + "/" + t.CardID, t.Amount.Digits()}, confirmed...)
	case t.Profile == "fin":
		return append([]string{"cards", "create", t.Amount.Digits(), "--profile", t.Profile, "--type", t.TypeID}, confirmed...)
	}
	return append([]string{"cards", "create", t.Amount.Digits(), "--profile", t.Profile, "--name", t.name()}, confirmed...)
}

// command carries a trial out as a person types it. It ends by itself, is killed, or, when it waits for an issuer for long, interrupted.
func (l *lane) command(ctx context.Context, t trial) error {
	arrived := l.world.expect(t)
	cmd := exec.Command("cardwallet", t.words()...)
	cmd.Env = l.home.environment()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	l.began(t)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its state tells
	}()
	ctx, done := context.WithCancel(ctx)
	defer done()
	strike := l.striking(ctx, t, arrived)
	interrupt := time.After(3 * time.Second)
	limit := time.NewTimer(patient)
	defer limit.Stop()
	for interrupted := false; ; {
		select {
		case <-ended:
			var r reply
			if stdout.Len() > 0 && cmd.ProcessState.Exited() {
				var sent struct {
					OrderID string `json:"order_id"`
				}
				one := bytes.Trim(stdout.Bytes(), "[ \n]") // a command that takes several cards prints a list
				if err := json.Unmarshal(one, &sent); err != nil && len(one) > 0 {
					return fmt.Errorf("%s printed %q: %w", t, stdout.String(), err)
				}
				r.OrderID = sent.OrderID
			}
			if r.Error = stderr.String(); r.OrderID == "" && (interrupted || !cmd.ProcessState.Exited()) {
				l.fell(t)
				return nil
			}
			l.count(func(f *figures) { f.commands++ })
			l.answered(t, r)
			return nil
		case <-strike:
			strike = nil
			if l.hit(t); t.harm.kind == stall {
				freeze(ctx, cmd.Process)
				continue
			}
			_ = cmd.Process.Kill()
		case <-interrupt:
			interrupted = true
			_ = cmd.Process.Signal(os.Interrupt)
		case <-limit.C:
			return fmt.Errorf("%s does not end", t)
		case <-ctx.Done():
			_ = cmd.Process.Kill()
			<-ended
			return ctx.Err()
		}
	}
}
