"""GeoJSON, read by GeoPandas over GDAL as QGIS does, and by DuckDB."""

import json

import duckdb
import pytest

from dragoman.exports.geojson import COLUMNS


def test_geojson_is_read_by_gdal(export):
    geopandas = pytest.importorskip("geopandas")
    out = export("geojson") / "incidents.geojson"
    frame = geopandas.read_file(out, engine="pyogrio")
    assert set(COLUMNS) <= set(frame.columns)
    assert len(frame) == 5
    assert frame.crs.to_epsg() == 4326
    strike = frame[frame["type"] == "ASSAULT"].iloc[0]
    assert (strike.geometry.x, strike.geometry.y) == (-57.8398, -34.4626)
    assert (strike["place_precision"], strike["status"], strike["disputed"]) == (1, "DISPUTED", "whether it happened")


def test_promise_21_a_country_is_no_point(export):
    told = json.loads((export("geojson") / "incidents.geojson").read_text())
    by_type = {one["properties"]["type"]: one for one in told["features"]}
    aid = by_type["AID"]
    assert (aid["geometry"], aid["properties"]["place_name"]) == (None, "Uruguay")
    assert (aid["properties"]["place_precision"], aid["properties"]["realis"]) == (6, "PLANNED")
    assert [one["geometry"] is not None for one in told["features"]].count(True) == 2
    assert {one["what"]: one["rows"] for one in told["dragoman"]["left_out"]} == {"points": 3}


def test_duckdb_reads_the_features(export):
    out = export("geojson") / "incidents.geojson"
    query = f"SELECT json_array_length(content::JSON -> 'features') FROM read_text('{out}')"
    assert duckdb.connect().execute(query).fetchone() == (5,)
