package codes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
	"cardwallet/crypto"
)

// codeIssuer notes when it is asked for codes.
type codeIssuer struct {
	client.Issuer
	start     time.Time
	perMinute int
	asked     []time.Duration
	err       error         // of the first answer
	errs      []error       // of the next ones, the last one for ever
	beside    error         // beside every answer
	arrives   time.Duration // when there is a code; 0 for never
	lookUps   []time.Duration
	lookErrs  []error // of look-ups of the card one after the other, the last one for ever
}

// lookUp notes a look-up of a card and answers it; all of one question come at one moment.
func (i *codeIssuer) lookUp() error {
	at := time.Since(i.start)
	if n := len(i.lookUps); n == 0 || i.lookUps[n-1] != at {
		i.lookUps = append(i.lookUps, at)
	}
	if n := len(i.lookErrs); n > 0 {
		return i.lookErrs[min(len(i.lookUps), n)-1]
	}
	return nil
}

func (i *codeIssuer) Card(_ context.Context, id string) (client.Card, error) {
	err := i.lookUp()
	if err == nil && id != "FC9007" {
		err = &client.Error{Kind: client.ErrNotFound, Profile: "ads", Status: 200, Card: true}
	}
	return client.Card{Profile: "ads", ID: id, Name: "Marketing"}, err
}

func (i *codeIssuer) Cards(_ context.Context, take func(client.CardsPage)) error {
	if err := i.lookUp(); err != nil {
		return err
	}
	card := client.Card{Profile: "ads", ID: "FC9007", Name: "Marketing"}
	twin := client.Card{Profile: "ads", ID: "FC9008", Name: "Twin"}
	take(client.CardsPage{Cards: []client.Card{card, twin, {Profile: "ads", ID: "FC9009", Name: "twin"}}, Done: 1, Pages: 1})
	return nil
}

func (i *codeIssuer) PerMinute() int { return i.perMinute }

func (i *codeIssuer) Codes(_ context.Context, card string) ([]client.Code, error) {
	at := time.Since(i.start)
	i.asked = append(i.asked, at)
	if len(i.asked) == 1 && i.err != nil {
		return nil, i.err
	}
	if n := len(i.errs); n > 0 {
		if err := i.errs[min(len(i.asked), n)-1]; err != nil {
			return nil, err
		}
	}
	if i.arrives == 0 || at < i.arrives {
		return nil, i.beside
	}
	since := i.start.Add(i.arrives)
	return []client.Code{{Profile: "ads", CardID: card, ID: "1", Type: client.CodeOTP, Merchant: "Taxi", ReceivedAt: since,
		ExpiresAt: since.Add(time.Hour),
		Value:     client.PlainField(client.FieldCode, crypto.SecretFromString("482913"))}}, i.beside
}

func seconds(n ...int) []time.Duration {
	out := make([]time.Duration, len(n))
	for i, s := range n {
		out[i] = time.Duration(s) * time.Second
	}
	return out
}

func TestWaitingForACodeAsksOftenWithinTheLimits(t *testing.T) {
	limited := &client.Error{Kind: client.ErrRateLimited, RetryAfter: 7 * time.Second}
	for name, tc := range map[string]struct {
		issuer codeIssuer
		want   []time.Duration
	}{
		"60 a minute":    {codeIssuer{perMinute: 60, arrives: 5 * time.Second}, seconds(0, 2, 4, 6)},
		"10 a minute":    {codeIssuer{perMinute: 10, arrives: 5 * time.Second}, seconds(0, 12)},
		"no limit":       {codeIssuer{arrives: 3 * time.Second}, seconds(0, 2, 4)},
		"asked to wait":  {codeIssuer{perMinute: 60, arrives: time.Second, err: limited}, seconds(0, 7)},
		"nothing, ended": {codeIssuer{perMinute: 10}, seconds(0, 12, 20)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, issuer := &command{&run.App{Now: time.Now, Err: new(bytes.Buffer)}}, tc.issuer
				issuer.start = time.Now()
				code, err := a.awaitCode(t.Context(), newAsking(client.Account{Profile: "ads", Issuer: &issuer}, 1),
					client.Card{Profile: "ads", ID: "7"}, time.Now().Add(20*time.Second), "")
				if (err == nil) != (issuer.arrives > 0) || err == nil && code.ID != "1" {
					t.Errorf("%v, %v", code.ID, err)
				}
				if diff := cmp.Diff(tc.want, issuer.asked); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestWatchingCodesPrintsEachOnceAndKeepsToTheLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fast := &codeIssuer{start: time.Now(), perMinute: 60, arrives: 3 * time.Second}
		slow := &codeIssuer{start: time.Now(), perMinute: 12}
		var out, notes bytes.Buffer
		a := &command{&run.App{Now: time.Now, Out: &out, Err: &notes}}
		w := client.NewWallet(client.Account{Profile: "ads", Issuer: fast}, client.Account{Profile: "team", Issuer: slow})
		ctx, cancel := context.WithTimeout(t.Context(), 21*time.Second)
		defer cancel()
		armed := map[string][]client.Card{"ads": {{Profile: "ads", ID: "7"}}, "team": {{Profile: "team", ID: "8"}}}
		if err := a.printCodes(ctx, w, armed, nil, wanted{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(seconds(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20), fast.asked); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(seconds(0, 10, 20), slow.asked); diff != "" {
			t.Error(diff)
		}
		if n := strings.Count(out.String(), "482913"); n != 1 {
			t.Errorf("printed %d times:\n%s", n, out.String())
		}
	})
}

func TestWaitingGoesOnAfterOddAnswers(t *testing.T) {
	request := 0
	failed := func(kind error, status int) error {
		request++
		return &client.Error{Kind: kind, Profile: "ads", Op: "read codes", Status: status, RequestID: fmt.Sprint("req_", request)}
	}
	bad := failed(client.ErrNotAllowed, 401)
	for name, tc := range map[string]struct {
		errs  []error
		found bool
		want  []time.Duration
		told  int
		code  int // exit, where nothing is found
	}{
		"a conflict": {[]error{failed(client.ErrRefused, 409), nil}, true, seconds(0, 2), 1, 0},
		"a proxy's page": {[]error{failed(client.ErrNotAllowed, 403), failed(client.ErrNotAllowed, 403), nil}, true,
			seconds(0, 2, 6), 1, 0},
		"garbage":                      {[]error{failed(client.ErrGarbage, 200), nil}, true, seconds(0, 2), 1, 0},
		"not found":                    {[]error{failed(client.ErrNotFound, 404), nil}, true, seconds(0, 2), 1, 0},
		"the server":                   {[]error{failed(client.ErrUnreachable, 500), nil}, true, seconds(0, 2), 1, 0},
		"something else":               {[]error{errors.New("odd"), nil}, true, seconds(0, 2), 1, 0},
		"bad credentials once":         {[]error{bad, nil}, true, seconds(0, 2), 1, 0},
		"bad credentials, garbage, ok": {[]error{bad, failed(client.ErrGarbage, 200), bad, nil}, true, seconds(0, 2, 6, 14), 2, 0},
		"bad credentials twice":        {[]error{bad, bad, nil}, false, seconds(0, 2), 1, run.ExitNotAllowed},
		"credentials that cannot be read": {[]error{&client.Error{Kind: client.ErrNotAllowed, Cause: &config.SecretError{}}, nil}, false,
			seconds(0), 0, run.ExitUsage},
		"asked to wait": {[]error{&client.Error{Kind: client.ErrRateLimited, Status: 429, RetryAfter: 9 * time.Second}, nil},
			true, seconds(0, 9), 1, 0},
		"nothing else, until the end": {[]error{failed(client.ErrGarbage, 200)}, false, seconds(0, 2, 6, 14, 29, 44, 59, 60), 1, run.ExitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				issuer := &codeIssuer{start: time.Now(), perMinute: 60, arrives: 1, errs: tc.errs}
				var notes bytes.Buffer
				a := &command{&run.App{Now: time.Now, Err: &notes}}
				_, err := a.awaitCode(t.Context(), newAsking(client.Account{Profile: "ads", Issuer: issuer}, 1),
					client.Card{Profile: "ads", ID: "7"}, time.Now().Add(time.Minute), "")
				if (err == nil) != tc.found || run.ExitCode(err) != tc.code {
					t.Errorf("%v, exit %d", err, run.ExitCode(err))
				}
				if diff := cmp.Diff(tc.want, issuer.asked); diff != "" {
					t.Error(diff)
				}
				if n := strings.Count(notes.String(), "still waiting"); n != tc.told {
					t.Errorf("told %d times:\n%s", n, notes.String())
				}
			})
		})
	}
}

// The card is looked up before a code is waited for: an odd answer to that ends the wait as little as one about codes.
func TestLookingUpTheCardEndsNoWait(t *testing.T) {
	failed := func(kind error, status int) error {
		return &client.Error{Kind: kind, Profile: "ads", Op: "read the card", Status: status}
	}
	conflict, page, bad := failed(client.ErrRefused, 409),
		&client.Error{Kind: client.ErrNotAllowed, Profile: "ads", Status: 403, Gateway: true}, failed(client.ErrNotAllowed, 401)
	down := failed(client.ErrUnreachable, 503)
	for name, tc := range map[string]struct {
		ref      string
		lookErrs []error
		errs     []error // of codes
		other    []error // of the look-ups at another account
		lookUps  []time.Duration
		asked    []time.Duration
		told     int
		code     int // exit, where no code is found
	}{
		"by its id, a conflict":           {"ads/FC9007", []error{conflict}, nil, nil, seconds(0), seconds(2), 1, 0},
		"by its id, a proxy's page":       {"ads/FC9007", []error{page}, nil, nil, seconds(0), seconds(2), 1, 0},
		"by its id, then codes fail, too": {"ads/FC9007", []error{down}, []error{down, nil}, nil, seconds(0), seconds(2, 6), 1, 0},
		"by its id, refused twice":        {"ads/FC9007", []error{bad}, []error{bad}, nil, seconds(0), seconds(2), 1, run.ExitNotAllowed},
		"by its id, refused once":         {"ads/FC9007", []error{bad}, nil, nil, seconds(0), seconds(2), 1, 0},
		"by its id, which there is not":   {"ads/FC1", nil, nil, nil, seconds(0), nil, 0, run.ExitNothing},
		"by its name, a conflict":         {"Marketing", []error{conflict, nil}, nil, nil, seconds(0, 2), seconds(2), 1, 0},
		"by its name, no page, then a proxy": {"Marketing", []error{failed(client.ErrNotFound, 404), page, nil}, nil, nil, seconds(0, 2, 6),
			seconds(6), 2, 0},
		"by its name, refused twice":      {"Marketing", []error{bad}, nil, nil, seconds(0, 2), nil, 1, run.ExitNotAllowed},
		"by its name, refused, then down": {"Marketing", []error{bad, down, bad, nil}, nil, nil, seconds(0, 2, 6, 14), seconds(14), 2, 0},
		"refused here, the other is down": {"Marketing", []error{bad}, nil, []error{down}, seconds(0, 2, 6, 14, 20), nil, 1,
			run.ExitNotAllowed},
		"by a name that there is not": {"Sales", []error{conflict, nil}, nil, nil, seconds(0, 2), nil, 1, run.ExitNothing},
		"by a name of two":            {"Twin", []error{conflict, nil}, nil, nil, seconds(0, 2), nil, 1, run.ExitUsage},
	} {
		for _, flag := range []string{"--wait", "--watch"} {
			t.Run(name+" "+flag, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					issuer := &codeIssuer{start: time.Now(), perMinute: 60, arrives: 1, lookErrs: tc.lookErrs, errs: tc.errs}
					accounts := []client.Account{{Profile: "ads", Issuer: issuer}}
					if tc.other != nil {
						accounts = append(accounts, client.Account{Profile: "team", Issuer: &codeIssuer{start: time.Now(), lookErrs: tc.other}})
					}
					var out, notes bytes.Buffer
					a := &command{&run.App{Now: time.Now, Out: &out, Err: &notes, Accounts: client.NewWallet(accounts...)}}
					ctx, cancel := context.WithTimeout(t.Context(), 21*time.Second)
					defer cancel()
					var err error
					want, expected := tc.code, tc.lookUps
					if flag == "--wait" {
						err = a.oneCode(ctx, tc.ref, 20*time.Second, false, "")
					} else if err = a.watchCodes(ctx, []string{tc.ref}, wanted{}); tc.other != nil {
						want, expected = run.ExitDone, expected[:len(expected)-1] // it goes on until it is interrupted
					}
					asked := issuer.asked
					if flag == "--watch" && tc.code == 0 { // it asks on after the code
						asked = asked[:min(len(tc.asked), len(asked))]
					}
					if run.ExitCode(err) != want || strings.Contains(out.String(), "482913") != (tc.code == 0) {
						t.Errorf("exit %d: %v\n%s", run.ExitCode(err), err, out.String())
					}
					if diff := cmp.Diff(expected, issuer.lookUps); diff != "" {
						t.Errorf("looked up: %s", diff)
					}
					if diff := cmp.Diff(tc.asked, asked, cmpopts.EquateEmpty()); diff != "" {
						t.Errorf("asked for codes: %s", diff)
					}
					if n := strings.Count(notes.String(), "still waiting"); n != tc.told {
						t.Errorf("told %d times:\n%s", n, notes.String())
					}
				})
			})
		}
	}
}

// A card that is not found yet keeps no code of another one.
func TestWatchingPrintsCodesWhileAnotherCardIsLookedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ads := &codeIssuer{start: time.Now(), perMinute: 60, arrives: time.Second}
		team := &codeIssuer{start: time.Now(), perMinute: 60, lookErrs: []error{&client.Error{Kind: client.ErrGarbage, Profile: "team"}}}
		var out, notes bytes.Buffer
		w := client.NewWallet(client.Account{Profile: "ads", Issuer: ads}, client.Account{Profile: "team", Issuer: team})
		a := &command{&run.App{Now: time.Now, Out: &out, Err: &notes, Accounts: w}}
		ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
		defer cancel()
		if err := a.watchCodes(ctx, []string{"Sales", "ads/FC9007"}, wanted{}); err != nil || strings.Count(out.String(), "482913") != 1 {
			t.Errorf("%v\n%s%s", err, out.String(), notes.String())
		}
	})
}

func TestOneLookUpWithoutWaitingFailsAtOnce(t *testing.T) {
	for _, ref := range []string{"ads/FC9007", "Marketing"} {
		synctest.Test(t, func(t *testing.T) {
			issuer := &codeIssuer{start: time.Now(), lookErrs: []error{&client.Error{Kind: client.ErrRefused, Status: 409}, nil}, arrives: 1}
			var notes bytes.Buffer
			a := &command{&run.App{Now: time.Now, Err: &notes, Accounts: client.NewWallet(client.Account{Profile: "ads", Issuer: issuer})}}
			if err := a.oneCode(t.Context(), ref, 0, false, ""); run.ExitCode(err) != run.ExitRefused || len(issuer.lookUps) != 1 ||
				issuer.asked != nil || notes.Len() > 0 {
				t.Errorf("%s: %v after %d look-ups\n%s", ref, err, len(issuer.lookUps), notes.String())
			}
		})
	}
}

// Records that cannot be read are told of, and slow nothing down.
func TestWaitingBesideOddRecords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		odd := &client.OddRecords{Profile: "ads", Op: "read codes"}
		odd.Add("code", "t1", 1, "value")
		issuer := &codeIssuer{start: time.Now(), perMinute: 60, arrives: 11 * time.Second, beside: odd}
		var notes bytes.Buffer
		a := &command{&run.App{Now: time.Now, Err: &notes}}
		_, err := a.awaitCode(t.Context(), newAsking(client.Account{Profile: "ads", Issuer: issuer}, 1), client.Card{Profile: "ads", ID: "7"},
			time.Now().Add(time.Minute), "")
		if err != nil || strings.Count(notes.String(), "still waiting") != 1 || strings.Count(notes.String(), "unreadable: value") != 2 {
			t.Errorf("%v\n%s", err, notes.String())
		}
		if diff := cmp.Diff(seconds(0, 2, 4, 6, 8, 10, 12), issuer.asked); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOneCodeWithoutWaitingFailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		issuer := &codeIssuer{start: time.Now(), errs: []error{&client.Error{Kind: client.ErrGarbage}, nil}, arrives: 1}
		a := &command{&run.App{Now: time.Now, Err: new(bytes.Buffer)}}
		_, err := a.awaitCode(t.Context(), newAsking(client.Account{Profile: "ads", Issuer: issuer}, 1), client.Card{Profile: "ads", ID: "7"},
			time.Now().Add(0), "")
		if !errors.Is(err, client.ErrGarbage) || len(issuer.asked) != 1 {
			t.Errorf("%v after %d questions", err, len(issuer.asked))
		}
	})
}

func TestWatchingLeavesOutAnAccountWithBadCredentials(t *testing.T) {
	bad := &client.Error{Kind: client.ErrNotAllowed, Profile: "team", Status: 401}
	odd := &client.Error{Kind: client.ErrGarbage, Profile: "ads", Status: 200}
	armed := map[string][]client.Card{"ads": {{Profile: "ads", ID: "7"}}, "team": {{Profile: "team", ID: "8"}}}
	synctest.Test(t, func(t *testing.T) {
		ads := &codeIssuer{start: time.Now(), perMinute: 60, arrives: 5 * time.Second, errs: []error{odd, nil, odd, nil}}
		team := &codeIssuer{start: time.Now(), perMinute: 60, errs: []error{bad}}
		var out, notes bytes.Buffer
		a := &command{&run.App{Now: time.Now, Out: &out, Err: &notes}}
		ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
		defer cancel()
		w := client.NewWallet(client.Account{Profile: "ads", Issuer: ads}, client.Account{Profile: "team", Issuer: team})
		if err := a.printCodes(ctx, w, armed, nil, wanted{}); err != nil {
			t.Errorf("it ended: %v", err)
		}
		if len(team.asked) != 2 || strings.Count(notes.String(), "team: not asked any more") != 1 ||
			strings.Count(notes.String(), "ads: still waiting") != 1 {
			t.Errorf("asked %d times:\n%s", len(team.asked), notes.String())
		}
		if n := strings.Count(out.String(), "482913"); n != 1 || len(ads.asked) != 5 {
			t.Errorf("printed %d times, asked %d times", n, len(ads.asked))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		team := &codeIssuer{start: time.Now(), perMinute: 60, errs: []error{bad}}
		a := &command{&run.App{Now: time.Now, Out: new(bytes.Buffer), Err: new(bytes.Buffer)}}
		if err := a.printCodes(t.Context(), client.NewWallet(client.Account{Profile: "team", Issuer: team}), armed, nil,
			wanted{}); !errors.Is(err,
			client.ErrNotAllowed) || len(team.asked) != 2 {
			t.Errorf("with no account left: %v after %d questions", err, len(team.asked))
		}
	})
}

// sealedCodes is an issuer whose answers are given one after the other, the last one for ever: codes by id and sealed value.
type sealedCodes struct {
	client.Issuer
	start   time.Time
	answers [][][2]string
	asked   int
}

func (s *sealedCodes) Open(_ context.Context, sealed string) (crypto.Secret, error) {
	value, _, _ := strings.Cut(sealed, ".")
	if value == "bad" {
		return crypto.Secret{}, crypto.ErrOpen
	}
	return crypto.SecretFromString(value), nil
}

func (s *sealedCodes) Codes(context.Context, string) ([]client.Code, error) {
	answer := s.answers[min(s.asked, len(s.answers)-1)]
	s.asked++
	var codes []client.Code
	for _, c := range answer {
		codes = append(codes,
			client.Code{Profile: "ads", CardID: "7", ID: c[0], Type: client.CodeOTP, ReceivedAt: s.start, ExpiresAt: s.start.Add(time.Hour),
				Value: client.SealedField(client.FieldCode, c[1], s)})
	}
	return codes, nil
}

func TestWatchingPrintsEachValueOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		answers [][][2]string
		want    []string
		told    int
	}{
		"sealed anew each time": {[][][2]string{{{"t-1", "111111.a"}}, {{"t-1", "111111.b"}}, {{"t-1", "111111.c"}}}, []string{"111111"}, 0},
		"two of one purchase": {[][][2]string{{{"t-1#2", "222222.a"}, {"t-1", "111111.a"}},
			{{"t-1#2", "222222.b"}, {"t-1", "111111.b"}}}, []string{"111111", "222222"}, 0},
		"replaced": {[][][2]string{{{"t-1", "111111.a"}}, {{"t-1", "222222.b"}}, {{"t-1", "222222.c"}}},
			[]string{"111111", "222222"}, 0},
		"sealed anew and moved": {[][][2]string{{{"t-1", "111111.a"}}, {{"t-1#2", "111111.b"}, {"t-1", "222222.b"}}},
			[]string{"111111", "222222"}, 0},
		"another purchase, the same": {[][][2]string{{{"t-1", "111111.a"}}, {{"u-1", "111111.b"}, {"t-1", "111111.a"}}},
			[]string{"111111", "111111"}, 0},
		"cannot be opened": {[][][2]string{{{"t-1", "bad.a"}}, {{"t-1", "bad.b"}}, {{"t-1", "222222.b"}}}, []string{"222222"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				issuer := &sealedCodes{start: time.Now(), answers: tc.answers}
				var out, notes bytes.Buffer
				a := &command{&run.App{Now: time.Now, Out: &out, Err: &notes}}
				ctx, cancel := context.WithTimeout(t.Context(), 19*time.Second)
				defer cancel()
				armed := map[string][]client.Card{"ads": {{Profile: "ads", ID: "7"}}}
				if err := a.printCodes(ctx, client.NewWallet(client.Account{Profile: "ads", Issuer: issuer}), armed, nil, wanted{}); err != nil {
					t.Fatal(err)
				}
				var got []string
				for line := range strings.Lines(out.String()) {
					got = append(got, strings.Fields(line)[0])
				}
				if diff := cmp.Diff(tc.want, got); diff != "" {
					t.Error(diff)
				}
				if n := strings.Count(notes.String(), "open a code"); n != tc.told {
					t.Errorf("told %d times:\n%s", n, notes.String())
				}
			})
		})
	}
}

func TestNewestCode(t *testing.T) {
	now := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	code := func(id string, kind client.CodeType, assumed bool, left time.Duration) client.Code {
		return client.Code{ID: id, Type: kind, TimeAssumed: assumed, ExpiresAt: now.Add(left)}
	}
	link, guessed := code("link", client.CodeAuthURL, false, time.Minute), code("guessed", client.CodeOTP, true, time.Minute)
	sure, over := code("sure", client.CodeOTP, false, time.Second), code("over", client.CodeOTP, false, 0)
	for want, codes := range map[string][]client.Code{
		"": {over}, "link": {over, link}, "guessed": {link, guessed},
		"sure": {link, guessed, sure, code("older", client.CodeOTP, false, time.Second), over},
	} {
		if got, ok := newest(codes, now); got.ID != want || ok != (want != "") {
			t.Errorf("got %q, want %q", got.ID, want)
		}
	}
}

func TestCodeJSONSaysWhatIsAssumed(t *testing.T) {
	at := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	for _, assumed := range []bool{true, false} {
		var out bytes.Buffer
		c := client.Code{Profile: "fin", CardID: "c", ReceivedAt: at, TimeAssumed: assumed, ExpiresAt: at.Add(5 * time.Minute),
			ExpiryAssumed: true}
		if err := documents.WriteLine(&out, documents.CodeOf(c, "482913")); err != nil ||
			!strings.Contains(out.String(), fmt.Sprintf(`"received_at":"2026-09-01T12:00:00Z","time_assumed":%v,`, assumed)) {
			t.Errorf("%s, %v", out.String(), err)
		}
		if line := run.CodeLine(client.Account{}, c, at); strings.Contains(line, "seen just now") != assumed {
			t.Error(line)
		}
	}
}

// A key that is not there the first time does not hide the code for good.
func TestWatchingOpensACodeAgainOnceTheKeyIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out, notes bytes.Buffer
		a := &command{&run.App{Now: time.Now, Out: &out, Err: &notes}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		agent := &lockedAgent{until: 2}
		issuer := &agentCodes{agent: agent, start: time.Now()}
		armed := map[string][]client.Card{"ads": {{Profile: "ads", ID: "7"}}}
		_ = a.printCodes(ctx, client.NewWallet(client.Account{Profile: "ads", Issuer: issuer}), armed, nil, wanted{}) // ends with ctx
		if strings.Count(out.String(), "482913") != 1 || strings.Count(notes.String(), "agent is locked") != 1 || agent.asked != 3 {
			t.Errorf("opened %d times, printed\n%s%s", agent.asked, out.String(), notes.String())
		}
	})
}

// lockedAgent opens nothing the first times.
type lockedAgent struct{ asked, until int }

func (o *lockedAgent) Open(context.Context, string) (crypto.Secret, error) {
	if o.asked++; o.asked <= o.until {
		return crypto.Secret{}, errors.New("private_key: the agent is locked")
	}
	return crypto.SecretFromString("482913"), nil
}

// agentCodes always has the same code.
type agentCodes struct {
	client.Issuer
	agent *lockedAgent
	start time.Time
}

func (i *agentCodes) Codes(context.Context, string) ([]client.Code, error) {
	return []client.Code{{Profile: "ads", CardID: "7", ID: "t-1", Type: client.CodeOTP, ReceivedAt: i.start, ExpiresAt: i.start.Add(time.Hour),
		Value: client.SealedField(client.FieldCode, "sealed", i.agent)}}, nil
}
