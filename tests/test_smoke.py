def test_smoke(session):
    from sqlalchemy import text
    assert session.execute(text("select count(*) from citizen")).scalar() == 0
