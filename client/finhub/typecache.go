package finhub

import (
	"context"
	"sync"
	"time"

	"cardwallet/client"
	"cardwallet/client/abreast"
)

// typeCache holds the card types for names and terms, and lets one caller at a time ask for them.
type typeCache struct {
	turn chan struct{}

	mu    sync.Mutex
	types map[string]client.CardType
	at    time.Time
}

func newTypeCache() typeCache { return typeCache{turn: make(chan struct{}, 1)} }

func (c *typeCache) keep(types []client.CardType, at time.Time) {
	byID := make(map[string]client.CardType, len(types))
	for _, t := range types {
		byID[t.ID] = t
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.types, c.at = byID, at
}

func (c *typeCache) fresh(now time.Time) (map[string]client.CardType, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.types, c.types != nil && now.Sub(c.at).Abs() < typesFor
}

// cardTypes returns the types from memory, or asks for them, by their ids.
func (d *Driver) cardTypes(ctx context.Context) (map[string]client.CardType, error) {
	c, now := &d.types, d.options.Now
	if types, ok := c.fresh(now()); ok {
		return types, nil
	}
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return nil, &client.Error{Kind: client.ErrUnreachable, Op: "read card types", Cause: ctx.Err()}
	}
	if types, ok := c.fresh(now()); ok {
		return types, nil
	}
	if _, err := d.CardTypes(ctx); err != nil && !client.OnlyOdd(err) {
		return nil, err
	}
	types, _ := c.fresh(now())
	return types, nil
}

// typesPatience is how long a list that is there waits for the card types.
const typesPatience = time.Second

// typesInBackground asks for the card types beside another request. The function that it returns waits for them a little if they are
// still wanted, and must be called; without an answer the names of cards are made from less.
func (d *Driver) typesInBackground(ctx context.Context) func(wanted bool) map[string]client.CardType {
	ctx, cancel := context.WithCancel(ctx)
	answer := make(chan map[string]client.CardType, 1)
	var panics abreast.Panics
	go func() {
		defer close(answer)
		defer panics.Catch()
		types, err := d.cardTypes(ctx)
		if err != nil {
			types = nil
		}
		answer <- types
	}()
	return func(wanted bool) map[string]client.CardType {
		defer panics.Raise()
		defer cancel()
		if wanted {
			patience := time.NewTimer(typesPatience)
			defer patience.Stop()
			select {
			case types := <-answer:
				return types
			case <-patience.C:
			}
		}
		cancel()
		return <-answer
	}
}
