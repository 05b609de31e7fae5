namespace NeptuneAlt.Simulation;

/// <summary>What goes wrong at the moment. All of it may, until the weather turns calm for good.</summary>
sealed class Weather(World world)
{
    DateTimeOffset _storeDown, _storeSlow, _catalogDown, _logRefuses;
    double _accidents = 0.02;

    /// <summary>Nobody answers.</summary>
    public bool IsStoreDown => world.Time.GetUtcNow() < _storeDown;

    public bool IsStoreSlow => world.Time.GetUtcNow() < _storeSlow;

    public bool IsCatalogDown => world.Time.GetUtcNow() < _catalogDown;

    public bool LogRefuses => world.Time.GetUtcNow() < _logRefuses;

    /// <summary>Whether this one call meets an accident.</summary>
    public bool Accident() => _accidents > 0 && world.Chance(_accidents);

    /// <summary>Some outage begins, or the rate of accidents changes.</summary>
    public void Turn()
    {
        var now = world.Time.GetUtcNow();
        switch (world.Random.Next(6))
        {
            case 0: _storeDown = now + world.Between(200, 12_000); break;
            case 1: _storeSlow = now + world.Between(200, 15_000); break;
            case 2: _catalogDown = now + world.Between(200, 8_000); break;
            case 3: _logRefuses = now + world.Between(200, 5_000); break;
            case 4: _accidents = world.Pick([0.0, 0.01, 0.05, 0.2]); break;
        }
    }

    public void Calm()
    {
        _storeDown = _storeSlow = _catalogDown = _logRefuses = default;
        _accidents = 0;
    }
}
