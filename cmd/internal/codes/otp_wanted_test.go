package codes

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
	"cardwallet/crypto"
)

// at is a live code of the second after the start, from a merchant; without a time it was seen then.
func at(start time.Time, second int, value, merchant string, assumed bool) client.Code {
	received := start.Add(time.Duration(second) * time.Second)
	return client.Code{Profile: "ads", CardID: "7", ID: value, Type: client.CodeOTP, Merchant: merchant, ReceivedAt: received,
		TimeAssumed: assumed, ExpiresAt: received.Add(time.Hour), Value: client.PlainField(client.FieldCode, crypto.SecretFromString(value))}
}

func TestWhichCodesAreHandedOver(t *testing.T) {
	t.Setenv("CARDWALLET_STATE", t.TempDir())
	start := time.Now().Truncate(time.Second).Add(700 * time.Millisecond)
	account, card := client.Account{Profile: "ads"}, client.Card{Profile: "ads", ID: "7"}
	link := at(start, 3, "https://issuer.example/approve", "", false)
	link.Type = client.CodeAuthURL
	for name, tc := range map[string]struct {
		want          wanted
		first, second []client.Code // answers, the newest code first
		printed       string
	}{
		"all": {wanted{}, []client.Code{at(start, 2, "222", "", false), at(start, -9, "111", "", false)}, nil, "111 222"},
		"what is new by its time": {wanted{fresh: true, since: start}, []client.Code{at(start, 2, "333", "", false),
			at(start.Truncate(time.Second), 0, "222", "", false), at(start, -1, "111", "", false)}, nil, "222 333"},
		"what is new without a time": {wanted{fresh: true, since: start}, []client.Code{at(start, 2, "111", "", true)},
			[]client.Code{at(start, 3, "222", "", true), at(start, 3, "111", "", true)}, "222"},
		"a merchant": {wanted{merchant: "taxi CENTRAL"}, []client.Code{at(start, 1, "111", "Central Taxi Ltd", false),
			at(start, 1, "222", "Central Books", false), at(start, 1, "333", "", false)}, nil, "111"},
		"one alone is the newest": {wanted{once: true, merchant: "taxi"}, []client.Code{at(start, 3, "333", "Books", false),
			at(start, 2, "222", "Taxi", false), at(start, 1, "111", "Taxi", false)}, nil, "222"},
		"one alone is a password": {wanted{once: true}, []client.Code{link, at(start, 2, "222", "", false), at(start, 1, "111", "", false)},
			nil, "222"},
	} {
		var out bytes.Buffer
		a := &command{&run.App{Now: func() time.Time { return start.Add(10 * time.Second) }, Out: &out, Err: new(bytes.Buffer)}}
		done := newPrinted(tc.want)
		for _, answer := range [][]client.Code{tc.first, tc.second} {
			if err := a.printNewCodes(t.Context(), account, answer, done); err != nil {
				t.Fatal(err)
			}
			done.onAnswer(account, []client.Card{card}, nil)
		}
		var printed []string
		for line := range strings.Lines(out.String()) {
			value, _, _ := strings.Cut(line, " ")
			printed = append(printed, value)
		}
		if got := strings.Join(printed, " "); got != tc.printed || done.enough != tc.want.once {
			t.Errorf("%s: %q, want %q; enough: %v", name, got, tc.printed, done.enough)
		}
	}
}

// A program that fails is told, and the next code goes to it all the same. Where one code is wanted, its exit code is the command's.
func TestProgramsThatFail(t *testing.T) {
	t.Setenv("CARDWALLET_STATE", t.TempDir())
	start := time.Now()
	failing, err := newProgram(`sh -c "cat; exit 3"`)
	if err != nil {
		t.Fatal(err)
	}
	slow, err := newProgram("sleep 1000")
	if err != nil {
		t.Fatal(err)
	}
	slow.limit = 10 * time.Millisecond
	for name, tc := range map[string]struct {
		want      wanted
		out, told string
		code      int
	}{
		"both codes": {wanted{program: failing}, "111\n222\n", "sh failed: exit status 3", run.ExitDone},
		"one code":   {wanted{program: failing, once: true}, "222\n", "", 3},
		"too slow":   {wanted{program: slow, once: true}, "", "", run.ExitFailed},
	} {
		var out, told bytes.Buffer
		a := &command{&run.App{Now: time.Now, Out: &out, Err: &told}}
		err := a.printNewCodes(t.Context(), client.Account{Profile: "ads"},
			[]client.Code{at(start, 1, "222", "", false), at(start, 0, "111", "", false)}, newPrinted(tc.want))
		if out.String() != tc.out || !strings.Contains(told.String(), tc.told) || run.ExitCode(err) != tc.code {
			t.Errorf("%s: %q, %q, %v", name, out.String(), told.String(), err)
		}
	}
}

// Where one code is wanted, an interrupt before it came is a failure; where all are, it is how a person ends the command.
func TestInterruptBeforeTheOneCode(t *testing.T) {
	for once, code := range map[bool]int{true: run.ExitFailed, false: run.ExitDone} {
		synctest.Test(t, func(t *testing.T) {
			a := &command{&run.App{Now: time.Now, Out: new(bytes.Buffer), Err: new(bytes.Buffer)}}
			w := client.NewWallet(client.Account{Profile: "ads", Issuer: &codeIssuer{start: time.Now(), perMinute: 60}})
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(9*time.Second, cancel)
			err := a.printCodes(ctx, w, map[string][]client.Card{"ads": {{Profile: "ads", ID: "7"}}}, nil, wanted{once: once})
			if run.ExitCode(err) != code {
				t.Errorf("once %v: %v", once, err)
			}
		})
	}
}
