package issuertest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/crypto"
)

// testMovements: an order goes out once, about its card, to the last digit, and the answer is the order's.
func (s Script) testMovements(t *testing.T) {
	_, spare := s.serve(t, nil)
	if len(s.orders(spare)) == 0 {
		t.Error("the driver moves nothing")
	}
	s.each(t, func(t *testing.T, at *server, d Driver, order client.Order) {
		want := answered(order)
		at.set(jsonText(200, s.Moved(want)))
		got, err := d.Send(t.Context(), order)
		asked := at.asked()
		if err != nil || len(asked) != 1 {
			t.Fatalf("%+v, %v, %d requests", got, err, len(asked))
		}
		if got.OrderID != order.ID || got.CardID != want.CardID || got.Status != client.OperationSucceeded {
			t.Errorf("the answer is %+v", got)
		}
		path, body := asked[0].path, asked[0].body
		if !strings.Contains(path+body, order.CardID) || s.Numbered && !strings.Contains(path+body, order.ID) {
			t.Errorf("it is about another order or card: %s %s", path, body)
		}
		if order.Amount.Known() && (!holds(body, exact) || got.Amount.Known() && !got.Amount.Amount.Equal(order.Amount.Amount)) {
			t.Errorf("sent %s, and the answer says %s", body, got.Amount)
		}
		if order.Kind == client.MoveLimits && !holds(body, "1500.25") {
			t.Errorf("sent %s", body)
		}
	})
}

// unknown wants an error after which the order may have been sent and carried out.
func unknown(t *testing.T, at *server, name string, got client.Operation, err error) *client.Error {
	t.Helper()
	e := asError(t, err)
	if e.NotSent || e.Untouched {
		t.Errorf("%s: %+v, %v: the outcome is not known", name, got, err)
	}
	if n := len(at.asked()); n != 1 {
		t.Errorf("%s: %d requests", name, n)
	}
	return e
}

// faults are answers that tell nothing about an order.
func (s Script) faults(order client.Order) map[string]http.HandlerFunc {
	whole := s.Moved(answered(order))
	all := map[string]http.HandlerFunc{
		"nothing": jsonText(200, ""), "null": jsonText(200, "null"), "no JSON": jsonText(200, "welcome"), "a list": jsonText(200, "[]"),
		"half":       jsonText(200, whole[:len(whole)/2]),
		"success 5x": jsonText(500, whole), "empty 503": jsonText(503, "{}"), "empty 504": jsonText(504, ""), "408": jsonText(408, ""),
		"425": jsonText(425, s.Refused("Insufficient balance")),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
		"dropped": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"cut off": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100000")
			jsonText(200, whole)(w, r)
		},
	}
	for _, status := range []int{200, 400, 401, 402, 403, 404, 409, 502} {
		all[fmt.Sprint("page ", status)] = page(status)
	}
	if other := order; order.Kind.OnCard() {
		other.CardID = "another"
		all["of another card"] = jsonText(200, s.Moved(other))
	}
	if other := answered(order); s.Numbered {
		other.ID = "CW" + strings.Repeat("B", 26)
		all["of another order"] = jsonText(200, s.Moved(other))
	}
	return all
}

func (s Script) testFaults(t *testing.T) {
	s.each(t, func(t *testing.T, _ *server, _ Driver, order client.Order) {
		for name, fault := range s.faults(order) {
			at, d := s.serve(t, fault)
			got, err := d.Send(t.Context(), order)
			e := unknown(t, at, name, got, err)
			if strings.HasPrefix(name, "page") && name != "page 404" && !e.Gateway {
				t.Errorf("%s is taken for the issuer's: %#v", name, e)
			}
		}
	})
}

// testStatuses: the status of a refusal proves nothing by itself.
func (s Script) testStatuses(t *testing.T) {
	s.each(t, func(t *testing.T, _ *server, _ Driver, order client.Order) {
		for status, want := range statuses {
			t.Run(fmt.Sprint(status), func(t *testing.T) { // with a key of its own: who was answered 429 keeps quiet
				at, d := s.serve(t, jsonText(status, s.Refused("Something else")))
				got, err := d.Send(t.Context(), order)
				if e := unknown(t, at, "it", got, err); e.Kind != want || e.Status != status || e.Gateway {
					t.Errorf("%#v, want %v", e, want)
				}
			})
		}
	})
}

func (s Script) testGivenUp(t *testing.T) {
	s.each(t, func(t *testing.T, at *server, d Driver, order client.Order) {
		ctx, cancel := context.WithCancel(t.Context())
		at.set(func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		})
		got, err := d.Send(ctx, order)
		unknown(t, at, "given up while it is under way", got, err)
	})
}

// doubtful are refusals that prove nothing.
var doubtful = []string{"Something else", "", "Order not found", "Time limit exceeded", "Read timed out",
	"System busy, please try again later", "The transaction is being processed, do not submit again", "Duplicate resource, state conflict",
	"Insufficient balance: the order was already submitted"}

// testRefusals: only words that say so prove that nothing was done, and each doubt takes that away.
func (s Script) testRefusals(t *testing.T) {
	words := map[string]bool{}
	for _, proving := range append([]string{"Insufficient balance", "Not enough funds in the wallet"}, s.Proving...) {
		words[proving], words[proving+", try again"] = true, false
	}
	for _, text := range doubtful {
		words[text] = false
	}
	s.each(t, func(t *testing.T, at *server, d Driver, order client.Order) {
		for text, proves := range words {
			at.set(jsonText(s.RefusedStatus, s.Refused(text)))
			_, err := d.Send(t.Context(), order)
			e := asError(t, err)
			if e.NotSent || e.Untouched != proves || e.Message != text || e.Status != s.RefusedStatus || e.Gateway ||
				e.Duplicate != strings.HasPrefix(text, "Duplicate") {
				t.Errorf("refused with %q: %#v", text, e)
			}
			if proves && !errors.Is(err, client.ErrRefused) && !errors.Is(err, client.ErrNotFound) {
				t.Errorf("refused with %q: %v", text, err)
			}
		}
		for text, proves := range map[string]bool{"": true, "Payment is being processed": false} {
			at.set(jsonText(402, s.Refused(text)))
			_, err := d.Send(t.Context(), order)
			if e := asError(t, err); e.Untouched != proves || e.Kind != client.ErrInsufficient {
				t.Errorf("402 with %q: %#v", text, e)
			}
		}
	})
}

func (s Script) testNotSent(t *testing.T) {
	at, d := s.serve(t, nil)
	order := client.Order{ID: "CW" + strings.Repeat("A", 26), Kind: "made up", CardID: "c1"}
	if _, err := d.Send(t.Context(), order); !client.NotSent(err) || !errors.Is(err, client.ErrUnsupported) || d.Moves(order.Kind) {
		t.Errorf("a movement of a kind that there is not: %v", err)
	}
	if _, err := d.Terms(t.Context(), client.Intent{Kind: order.Kind}); !errors.Is(err, client.ErrUnsupported) {
		t.Errorf("terms of a kind that there is not: %v", err)
	}
	at.Close()
	for kind, order := range s.orders(d) {
		if _, err := d.Send(t.Context(), order); !client.NotSent(err) || !errors.Is(err, client.ErrUnreachable) {
			t.Errorf("%s where nobody listens: %v", kind, err)
		}
	}
	if n := len(at.asked()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// secretsOf are what must not be seen of an order.
func secretsOf(order client.Order) (all []crypto.Secret) {
	for _, secret := range []crypto.Secret{order.Change.PIN, order.Change.ActivationCode, order.Change.Holder.Secret(holder.FirstName),
		order.Change.Holder.Secret(holder.Email), order.Change.Holder.Secret(holder.Mobile), order.Change.Holder.Secret(holder.Birthday),
		order.Change.Holder.Secret(holder.IDNumber)} {
		if !secret.IsZero() {
			all = append(all, secret)
		}
	}
	return all
}

// testChanges: PIN, activation code and what is told of a holder arrive as they are, show nowhere when the issuer repeats them, are left to
// the caller to wipe, and once wiped are not sent.
func (s Script) testChanges(t *testing.T) {
	s.each(t, func(t *testing.T, at *server, d Driver, order client.Order) {
		var given []string
		for _, secret := range secretsOf(order) {
			given = append(given, secret.RevealString())
		}
		if given == nil {
			return
		}
		for n, answer := range []http.HandlerFunc{jsonText(200, s.Moved(order)),
			jsonText(s.RefusedStatus, s.Refused(strings.Join(given, " or ")+" is no good"))} {
			at.set(answer)
			got, err := d.Send(t.Context(), order)
			asked := at.asked()
			for _, secret := range given {
				if len(asked) != n+1 || !strings.Contains(asked[n].body, `"`+secret+`"`) || strings.Contains(asked[n].path, secret) {
					t.Errorf("%q does not arrive in the body: %v", secret, asked)
				}
				if strings.Contains(fmt.Sprintf("%+v %+v %#v", got, err, err), secret) {
					t.Errorf("%q shows in %+v, %#v", secret, got, err)
				}
			}
			if len(secretsOf(order)) != len(given) {
				t.Fatal("a secret of the caller's is wiped")
			}
		}
		order.Change.Wipe()
		if _, err := d.Send(t.Context(), order); !client.NotSent(err) || len(at.asked()) != 2 {
			t.Errorf("without its secret: %v", err)
		}
	})
}

// testHolders: who can make a holder has the means to follow what became of it, and who cannot says so before anything is sent.
func (s Script) testHolders(t *testing.T) {
	at, d := s.serve(t, nil)
	_, maker := d.(client.HolderMaker)
	if maker != d.Moves(client.MoveHolder) || maker == s.Holder.IsZero() {
		t.Errorf("a maker of holders: %v, has the kind: %v, the script has a person: %v", maker, d.Moves(client.MoveHolder), !s.Holder.IsZero())
	}
	if maker {
		return
	}
	order := client.Order{ID: "CW" + strings.Repeat("A", 26), Kind: client.MoveHolder}
	order.Change.Holder.Set(holder.FirstName, "Ana")
	if _, err := d.Send(t.Context(), order); !client.NotSent(err) || !errors.Is(err, client.ErrUnsupported) || len(at.asked()) != 0 {
		t.Errorf("a holder where there are none: %v", err)
	}
}
